import { type Hazard } from './hazard.ts';
import { idKind } from './id.ts';

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

/**
 * Whether the program copies all rows or stops: what does not fit it leaves out, or changes, without a word, but for rows that a check
 * refuses, at which pt-online-schema-change gives up and leaves the table as it is.
 */
export function copiesOrStops(tool: OnlineTool, hazards: readonly Hazard[]): boolean {
  const failing = hazards.filter((h) => h.kind === 'may_fail_on_data');
  return failing.every((h) => tool === 'pt-online-schema-change' && idKind(h.object) === 'check');
}

/** Which program makes copies, of tables from how many bytes on (indexes among them). */
export interface OnlineCopies {
  readonly tool: OnlineTool;
  readonly over: number;
}
