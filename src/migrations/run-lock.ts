import { hostname } from 'node:os';
import { type Dialect, type Session } from '../dialects/dialect.ts';
import { type Lease, takeLease } from './lease.ts';

/** The session lock of every run that writes to a target. A session that holds it already gets it again. */
export const RUN_LOCK = 'dbops migrate';

/** Leases of sessions, and how often they have been taken. */
const leases = new WeakMap<Session, { readonly lease: Lease; times: number }>();

/**
 * Has the target to itself: by a lock of the session, and by a lease, too, where that lock is not everybody's. Throws `lock-timeout` after
 * `wait` ms.
 */
export async function takeRunLock(session: Session, dialect: Dialect, wait: number): Promise<AsyncDisposable> {
  const lock = await session.lock(RUN_LOCK, wait);
  try {
    if (!(await needsLease(session, dialect))) return lock;
    const known = leases.get(session);
    const held = known ?? { lease: await takeLease({ session, dialect, wait, who: who(session) }), times: 0 };
    held.times += 1;
    leases.set(session, held);
    return {
      async [Symbol.asyncDispose]() {
        held.times -= 1;
        if (held.times === 0) {
          leases.delete(session);
          await held.lease[Symbol.asyncDispose]();
        }
        await lock[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await lock[Symbol.asyncDispose]();
    throw error;
  }
}

/** Throws `lease-lost` when the session works under a lease that is no longer its own. */
export async function checkLease(session: Session): Promise<void> {
  await leases.get(session)?.lease.check();
}

/** `?lock=lease` in the URL says that a proxy stands before several servers, which cannot be seen from here. */
async function needsLease(session: Session, dialect: Dialect): Promise<boolean> {
  if (session.server.embedded) return false;
  if (new URL(session.url).searchParams.get('lock') === 'lease') return true;
  return (await dialect.locksAreLocal?.(session)) ?? false;
}

function who({ server }: Session): string {
  return `${server.user}, process ${process.pid} on ${hostname()}`;
}
