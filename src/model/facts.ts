import { type ObjectId } from './id.ts';
import { type Lock } from './step.ts';

/** Rows that a statement fails on. */
export interface RowsAgainst {
  readonly object: ObjectId;
  /** What the statement would do: `fails on duplicate keys`. */
  readonly message: string;
  /** A read-only query, without LIMIT, that lists them. */
  readonly query: string;
}

/** What the target says about the rows that a statement is going to meet. */
export interface RowCount extends RowsAgainst {
  /** Rows (or keys) that stand against the step; `null` where they were not counted, with the reason. */
  readonly rows: number | null;
  /** There are more of them than were counted. */
  readonly more: boolean;
  readonly reason?: string;
}

/** The same, of a step of a plan. */
export interface RowFact extends RowCount {
  readonly step: string;
}

/** What a step takes, by the target's statistics. Times in seconds. */
export interface Cost {
  readonly work: 'rewrites' | 'scans' | 'none';
  readonly rows: number;
  readonly bytes: number;
  readonly seconds: number;
  /** Bytes of disk that it needs meanwhile. */
  readonly disk: number;
}

/** What a step did to tables in a scratch place, as the server itself says. */
export interface Measured {
  readonly locks: readonly Lock[];
  readonly rewrites: readonly ObjectId[];
  readonly scans: readonly ObjectId[];
}

/** All that was looked up about a plan, by the ids of its steps. */
export interface PlanFacts {
  readonly rows: readonly RowFact[];
  readonly costs: ReadonlyMap<string, Cost>;
  readonly measured: ReadonlyMap<string, Measured>;
  /** The command of the program that copies the table in the server's place. */
  readonly online: ReadonlyMap<string, string>;
}

/** What a table takes on the target's disk, by its statistics. */
export interface TableSize {
  readonly rows: number;
  readonly bytes: number;
  readonly indexBytes: number;
}

/** A line for every key that is there more than once. */
const GROUPS = / HAVING count\(\*\) > 1$/;

/** `3 rows stand against it: SELECT …`. */
export function describeRows({ rows, more, query, reason }: RowCount): string {
  if (rows === null) return `not counted, ${reason}: ${query}`;
  if (rows === 0) return 'counted, none stands against it';
  const what = `${GROUPS.test(query) ? 'key' : 'row'}${rows === 1 ? ' stands' : 's stand'}`;
  return `${more ? 'more than ' : ''}${rows} ${what} against it: ${query} LIMIT 10`;
}

export const NO_FACTS: PlanFacts = { rows: [], costs: new Map(), measured: new Map(), online: new Map() };
