import { DbopsError, ServerError } from '../../model/error.ts';
import { type LoadTarget } from '../../model/load-target.ts';

export const ROLLED_BACK = 'the transaction was rolled back, because a statement in it had failed';
export const KILLED = 1317;
const TIMED_OUT = 3024;
const PACKET_TOO_LARGE = 1153;
export const LONGEST_TIMER = 2 ** 31 - 1;

export function tooLong(into: LoadTarget, row: number, packet: number): ServerError {
  const message = `row ${row} is longer than the ${packet} bytes of max_allowed_packet, which the server takes at once`;
  return new ServerError(message, { sql: `INSERT INTO ${into.table}`, sqlstate: '08S01', errno: PACKET_TOO_LARGE });
}

export function timedOut(text: string, ms: number, cause: unknown): ServerError {
  const message = `the statement was stopped after ${ms} ms, the time that it was given`;
  return new ServerError(message, { sql: text, sqlstate: 'HY000', errno: TIMED_OUT, cause });
}

export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw interrupted(undefined);
}

export function interrupted(cause: unknown): DbopsError {
  return new DbopsError('interrupted', 'interrupted', { cause, hint: 'run the same command again to go on' });
}
