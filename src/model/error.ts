import { type Code } from './codes.ts';

/** What the world refused: a connection, a lock, a server's error. Carries a code, a hint (a command to type), and the cause. */
export class DbopsError extends Error {
  readonly code: Code;
  readonly hint: string | undefined;
  /** Lines that belong under the message: what was done, what was not. */
  readonly details: readonly string[];

  constructor(
    code: Code,
    message: string,
    options: { hint?: string; details?: readonly string[]; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DbopsError';
    this.code = code;
    this.hint = options.hint;
    this.details = options.details ?? [];
  }
}

/** The database server refused a statement. `sqlstate` is the five-character code (`42P01`), `errno` MySQL's number. */
export class ServerError extends Error {
  readonly sql: string;
  readonly sqlstate: string | undefined;
  readonly errno: number | undefined;
  /** 1-based offset in `sql`, in characters, where the server says so. */
  readonly position: number | undefined;
  readonly detail: string | undefined;
  /** Where the server was at work: the routines that the statement ran, innermost first. */
  readonly within: string | undefined;

  constructor(
    message: string,
    options: {
      sql: string;
      sqlstate?: string;
      errno?: number;
      position?: number;
      detail?: string;
      within?: string;
      cause?: unknown;
    },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ServerError';
    this.sql = options.sql;
    this.sqlstate = options.sqlstate;
    this.errno = options.errno;
    this.position = options.position;
    this.detail = options.detail;
    this.within = options.within;
  }
}

/** Our own bug when it fails. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`internal error: ${message}`);
}

/** The end of a switch over a union. */
export function unreachable(value: never): never {
  throw new Error(`internal error: unexpected ${JSON.stringify(value)}`);
}
