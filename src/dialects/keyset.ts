import { type Backfill } from '../model/step.ts';
import { type Session } from './dialect.ts';

/** How the rows of a table are walked in the order of a key. */
export interface KeysetSql {
  /** What the server knows of the key; asked once for each walk. */
  read(session: Session, at: Backfill): Promise<Keyset>;
  /** Why whoever writes many rows of the table had better wait for a moment; null when nothing speaks against it. */
  pressure(session: Session, at: Backfill): Promise<string | null>;
}

export interface Keyset {
  /** Expressions that give the key of a row as texts. */
  readonly texts: readonly string[];
  /** Conditions for the rows behind a key, and for those up to it, of which the texts are given. */
  after(texts: readonly string[]): string;
  upTo(texts: readonly string[]): string;
  /** How many rows the table has, as the server estimates. */
  readonly rows: number;
}
