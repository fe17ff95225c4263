import { setTimeout as sleep } from 'node:timers/promises';
import { type Dialect, type Session } from '../dialects/dialect.ts';
import { DbopsError } from '../model/error.ts';
import { type Layout } from './formats/format.ts';

/** Takes the lock by which the layout's own tool keeps others away, polled; gives what frees it. Throws `lock-timeout`. */
export async function takePeerLock(
  session: Session,
  dialect: Dialect,
  layout: Layout,
  wait: number,
): Promise<() => Promise<void>> {
  const lock = session.server.embedded ? null : (layout.peer.lock?.(dialect, session) ?? null);
  if (lock === null) return async () => undefined;
  const until = Date.now() + wait;
  for (let pause = 50; ; pause = Math.min(pause * 2, 1000)) {
    const [row] = await session.rows<{ got: unknown }>(lock.take);
    if (row !== undefined && (row.got === true || Number(row.got) === 1))
      return async () => void (await session.rows(lock.free));
    if (Date.now() + pause > until) {
      throw new DbopsError('lock-timeout', `${layout.name} is at work on this database and holds its lock`, {
        hint: 'wait for it to end, then run this again',
      });
    }
    await sleep(pause);
  }
}
