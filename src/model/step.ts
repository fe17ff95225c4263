import { type Change } from './change.ts';
import { type Hazard } from './hazard.ts';
import { type ObjectId } from './id.ts';

/**
 * How strongly a table is locked: PostgreSQL's table lock modes by their own names; MySQL and MariaDB speak of
 * `none` (reads and writes go on), `shared` (writes wait), `exclusive` (all wait). `unknown` counts as the worst.
 */
export type LockMode =
  | 'access share'
  | 'row share'
  | 'row exclusive'
  | 'share update exclusive'
  | 'share'
  | 'share row exclusive'
  | 'exclusive'
  | 'access exclusive'
  | 'none'
  | 'shared'
  | 'unknown';

export interface Lock {
  readonly object: ObjectId;
  readonly mode: LockMode;
}

/**
 * `joins`: may share a transaction with its neighbours; `alone`: must run outside any transaction;
 * `commits_after`: what it makes can be used only after its transaction has committed.
 */
export type StepTransaction = 'joins' | 'alone' | 'commits_after';

/** Rows of a table that a statement is run over in batches, in the order of a key: columns that no two rows share and none leaves out. */
export interface Backfill {
  readonly schema: string;
  readonly table: string;
  readonly key: readonly string[];
}

/** One statement as a kind driver writes it, before the planner has looked at it. */
export interface StepDraft {
  /** One SQL statement, without a closing semicolon. */
  readonly sql: string;
  /** Statements that take it back, in the order to run them; null when nothing can. `[]` when undone by another step's undo. */
  readonly undo: readonly string[] | null;
  /** What taking it back costs those at work, where the statement itself does not cost that. */
  readonly undoCosts?: string;
  /** Ids that exist once it has run. An id both made and ended is changed in place. */
  readonly makes?: readonly ObjectId[];
  /** Ids that must exist when it runs. */
  readonly needs?: readonly ObjectId[];
  /** Ids that it stops using: whoever ends them comes later. */
  readonly frees?: readonly ObjectId[];
  /** Ids that no longer exist (or are no longer what they were) once it has run. */
  readonly ends?: readonly ObjectId[];
  readonly locks?: readonly Lock[];
  readonly transaction?: StepTransaction;
  readonly hazards?: readonly Hazard[];
  /** Longest that the statement itself may run, in ms, where the manifest's own limit would be wrong (0: no limit). */
  readonly timeout?: number;
  /** The statement ends in a condition, does no harm twice, and is run in batches. */
  readonly backfill?: Backfill;
  /** The columns that it gives values to, where it changes no other. */
  readonly fills?: readonly ObjectId[];
  /** It needs and frees no more than it says: what else its object comes to stand on, or stands on no longer, others see to. */
  readonly saysAll?: true;
}

/** One statement and all that its executor and its reader need. */
export interface Step {
  /** Twelve hex digits: digest of the statement and of what it is about. */
  readonly id: string;
  readonly sql: string;
  readonly undo: readonly string[] | null;
  readonly undoCosts?: string;
  readonly why: Change;
  readonly makes: readonly ObjectId[];
  readonly needs: readonly ObjectId[];
  readonly frees: readonly ObjectId[];
  readonly ends: readonly ObjectId[];
  readonly locks: readonly Lock[];
  readonly transaction: StepTransaction;
  readonly hazards: readonly Hazard[];
  readonly timeout?: number;
  readonly backfill?: Backfill;
  readonly fills?: readonly ObjectId[];
}

/** Steps that commit together: one transaction, or one statement outside any. */
export interface Batch {
  readonly transaction: boolean;
  readonly steps: readonly Step[];
}

export interface Plan {
  /** In the order to run them. */
  readonly steps: readonly Step[];
  /** The same steps, by transaction. */
  readonly batches: readonly Batch[];
  /** Digest of the statements in order; empty plans have one too. */
  readonly digest: string;
}
