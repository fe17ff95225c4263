import { type ObjectId } from './id.ts';

/**
 * What a manifest asks to be changed in a table while applications of both versions are at work: columns by their declared
 * names, and those that leave, by their former ones. Expressions are SQL over the columns of the row.
 */
export interface OnlineTable {
  readonly table: ObjectId;
  readonly columns: Readonly<Record<string, OnlineColumn>>;
  /** Columns that are no longer declared, with what gives their value as long as they are there. */
  readonly former: Readonly<Record<string, string>>;
  /** What the table was called; it is found under that name, too. */
  readonly formerName?: string;
}

export interface OnlineColumn {
  /** The former column that it takes the place of. */
  readonly from?: string;
  /** The value, from what was there before. Absent: the former column itself. */
  readonly up?: string;
  /** The value of the former column. Absent: the column itself. */
  readonly down?: string;
}
