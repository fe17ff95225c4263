import { setTimeout as sleep } from 'node:timers/promises';
import { DbopsError, ServerError } from '../model/error.ts';

/** About 20 s in all, with a lock timeout of half a second. */
const RETRIES = 8;
const LONGEST_PAUSE = 3_200;

/** Lock timeout and deadlock: PostgreSQL appendix A (55P03, 40P01), MySQL error reference (1205, 1213). */
const LOCK_SQLSTATES: ReadonlySet<string | undefined> = new Set(['55P03', '40P01']);
const LOCK_ERRNOS: ReadonlySet<number | undefined> = new Set([1205, 1213]);

export interface Wait {
  /** 1 for the first retry. */
  readonly attempt: number;
  readonly of: number;
  /** ms until the next try. */
  readonly ms: number;
  readonly error: ServerError;
}

export function isLockTimeout(error: unknown): error is ServerError {
  return error instanceof ServerError && (LOCK_SQLSTATES.has(error.sqlstate) || LOCK_ERRNOS.has(error.errno));
}

/** Does the work again, up to eight times with growing and jittered pauses, when a lock could not be had in time. */
export async function withLockRetries<T>(
  work: (attempt: number) => Promise<T>,
  options: { readonly signal?: AbortSignal; readonly onWait?: (wait: Wait) => void },
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!isLockTimeout(error) || attempt === RETRIES) throw error;
      const ms = Math.round(Math.min(200 * 2 ** attempt, LONGEST_PAUSE) * (0.5 + Math.random()));
      options.onWait?.({ attempt: attempt + 1, of: RETRIES, ms, error });
      await sleep(ms, undefined, { signal: options.signal }).catch(() => stopWhenAborted(options.signal));
    }
  }
}

/** Throws `interrupted` once the signal was given. */
export function stopWhenAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new DbopsError('interrupted', 'interrupted');
}
