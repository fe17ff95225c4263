/** A column that is kept up with others: what its value is, as an SQL expression over a row. */
export interface Kept {
  readonly column: string;
  readonly value: string;
}

/** What the columns of a row are called in an expression: that name and the column. */
export type RowNames = readonly (readonly [name: string, column: string])[];

/**
 * Columns of a table that stand for each other while applications of both versions are at work. Who writes the former ones
 * (`olds`) writes the new ones (`news`), and the other way round; a new column that is NULL is filled whenever its row is written.
 */
export interface Sync {
  readonly schema: string;
  readonly table: string;
  /** Eight hex digits that tell it from all others of the database. */
  readonly mark: string;
  readonly news: readonly Kept[];
  readonly olds: readonly Kept[];
  /** The row for the values of the new columns, and for those of the former ones. */
  readonly up: RowNames;
  readonly down: RowNames;
}

/** How everything begins that belongs to a sync and to nothing else. */
export const SYNC = 'dbops_sync_';
