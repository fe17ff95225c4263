import { type ServerError } from '../model/error.ts';
import { type LockMode } from '../model/step.ts';
import { type ServerInfo } from './dialect.ts';

/** How a server is told in which way to do a statement, so that it never takes a costlier one by itself. */
export interface Manners {
  /** The statement in each way, the cheapest first; none where it has no words for it. */
  ways(sql: string, server: ServerInfo): readonly Way[];
  /** The statement with the lock that the documentation says it takes, for where no server can be asked. */
  documented(sql: string, lock: LockMode, server: ServerInfo): string;
  /** Whether the server declined the way, and not the statement. */
  isDeclined(error: ServerError): boolean;
}

export interface Way {
  readonly sql: string;
  readonly lock: LockMode;
  /** Whether the server writes the whole table anew. */
  readonly rewrites: 'never' | 'maybe' | 'always';
}
