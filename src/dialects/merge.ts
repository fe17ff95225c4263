import { type LoadTarget } from '../model/load-target.ts';
import { type Query, type Value } from '../model/query.ts';
import { type Session } from './dialect.ts';

/** dbops's own tables in the target. */
export type StateTable = 'history' | 'spelling' | 'seeds' | 'seed_rows' | 'identity';

export interface StateSql {
  /** The quoted name of a state table. */
  table(name: StateTable): string;
  /** Idempotent statements that make the state tables. */
  readonly create: readonly string[];
  /** `insert … on conflict do update` for the primary key of a state table. */
  upsert(name: StateTable, row: Readonly<Record<string, Value>>, key: readonly string[]): Query;
  /** The server's clock, in ms since 1970. */
  readonly clock: string;
  /** True when the state tables are there. */
  exists(session: Session): Promise<boolean>;
}

/**
 * The statements by which a staged set of rows is merged into its table. All names come unquoted. `stage` and `gone`
 * are temporary tables of the session; the stage numbers its rows from 1 in the column `dbops_ord`.
 */
export interface MergeSql {
  /** One row `{ column, rows }` for each column of the live table, `rows` being the server's estimate; none when there is no such table. */
  live(target: LoadTarget): string;
  /** Creates the empty stage: `dbops_ord bigint` and the columns typed as in the target. */
  stage(merge: MergeTarget): string;
  drop(temporary: string): string;
  /** Up to ten rows `{ first, again }`: numbers of staged rows that have one key. */
  duplicates(merge: MergeTarget): string;
  /** Up to ten rows `{ ord }`: staged rows whose key holds a NULL. */
  nullKeys(merge: MergeTarget): string;
  /** One row `{ missing, differing, equal }` that counts staged rows by their state in the target. */
  count(merge: MergeTarget): string;
  insertMissing(merge: MergeTarget): string;
  updateDiffering(merge: MergeTarget): string;
  /** Writes into the ledger the keys of staged rows that the target lacks: to be run before they are inserted. */
  own(merge: MergeTarget): string;
  /** Creates `gone`: keys of target rows that are not staged; only those that the ledger says the set has put there, unless `all`. */
  vanished(merge: MergeTarget, gone: string, all: boolean): string;
  /** Rows `{ name, schema, table, column, references }`, one for each column of each live foreign key to the table, whoever made it. */
  references(target: LoadTarget): string;
  /** Deletes the rows of `gone` that no row references. */
  deleteVanished(merge: MergeTarget, gone: string, references: readonly Reference[]): string;
  /** Removes from the ledger what is neither staged nor in the target. */
  disown(merge: MergeTarget): string;
  /** One row `{ fingerprint }` of the target's rows, as far as these columns go: `count:hash`. */
  fingerprint(target: LoadTarget): string;
  /** Moves identity, sequence and auto_increment values past the largest value of these columns; queries. */
  advanceCounters(target: LoadTarget): readonly string[];
}

export interface MergeTarget extends LoadTarget {
  readonly stage: string;
  readonly key: readonly string[];
  /** Columns compared and updated; the key's are not among them. */
  readonly values: readonly string[];
  /** Declared types of the key's columns. */
  readonly keyTypes: readonly string[];
  /** The quoted table of owned keys (`seed_rows`), and the set's name in it. */
  readonly ledger: string;
  readonly set: string;
}

/** A live foreign key that points at a table. */
export interface Reference {
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[];
  /** Columns of the table pointed at. */
  readonly references: readonly string[];
}
