/** Programs that change a table of MySQL or MariaDB by a copy beside it, while applications go on reading and writing. */
export const ONLINE_TOOLS = ['pt-online-schema-change', 'gh-ost'] as const;

export type OnlineTool = (typeof ONLINE_TOOLS)[number];

/** What such a program is told: the table, and the clauses of its `ALTER TABLE`. */
export interface TableCopy {
  /** Empty: the session's own database. */
  readonly schema: string;
  readonly table: string;
  readonly clauses: string;
}

/** Which program makes copies, of tables from how many bytes on (indexes among them). */
export interface OnlineCopies {
  readonly tool: OnlineTool;
  readonly over: number;
}
