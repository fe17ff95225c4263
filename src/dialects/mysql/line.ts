import { type ConnectOptions } from '../dialect.ts';
import { type ServerFacts } from './server-facts.ts';
import { type Wire } from './wire.ts';

/** What a session knows of its connection. */
export interface Line {
  readonly url: string;
  readonly wire: Wire;
  readonly facts: ServerFacts;
  readonly options: ConnectOptions;
  /** Open transaction and savepoints. */
  depth: number;
  /** How the server ended the transaction while it was still open here: by a statement that commits, or a deadlock. */
  ended: 'committed' | 'rolled back' | null;
  /** Settings for stored code are given. */
  given: boolean;
  /** Statements on their way. */
  running: number;
  /** ms that a statement may take where the server does not see to it; 0 is no limit. */
  timeout: number;
  /** A KILL QUERY on its way: no statement may start before it has hit the one it is meant for. */
  stopping: Promise<void> | null;
}
