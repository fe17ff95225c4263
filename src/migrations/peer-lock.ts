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
  const { make = [], grasp, take, free, holder } = lock;
  for (const statement of make) await session.run(statement);
  const until = Date.now() + wait;
  for (let pause = 50; ; pause = Math.min(pause * 2, 1000)) {
    if (grasp !== undefined) await session.run(grasp);
    const [row] = await session.rows<{ got: unknown }>(take);
    if (row !== undefined && (row.got === true || Number(row.got) === 1)) {
      // A row outlives a session that was interrupted.
      return () =>
        session.run(free).then(
          () => undefined,
          async (error: unknown) => {
            if (grasp === undefined) throw error;
            await using other = await session.fork({});
            await other.run(free);
          },
        );
    }
    if (Date.now() + pause > until) {
      const [held] = holder === undefined ? [] : await session.rows<{ holder: string }>(holder);
      throw new DbopsError('lock-timeout', `${layout.name} is at work on this database and holds its lock`, {
        details: held === undefined ? [] : [held.holder],
        hint: 'wait for it to end, then run this again',
      });
    }
    await sleep(pause);
  }
}
