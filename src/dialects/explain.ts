import { type ObjectId, type Place } from '../model/id.ts';
import { type GainBasis } from '../model/index-advice.ts';
import { type Index } from '../model/object.ts';
import { type Session } from './dialect.ts';

/** Plans of queries. Captured statements are foreign text: each is planned alone, where nothing can be written, and within a time limit. */
export interface Explain {
  /** The server's plan for a statement, without running it. Throws `ServerError` when the server refuses the statement. */
  plan(session: Session, statement: string, context: ExplainContext): Promise<Planned>;
  /** The statement with literals of the given types for its parameters; `values[n]` is `$n+1`, or the n-th `?`. */
  fill(statement: string, types: readonly string[], values: readonly string[]): string;
  /** Every plan in a text in one of the server's JSON forms: one plan, an array of them, or auto_explain's object. */
  parse(text: string): readonly CapturedPlan[];
  /** Sizes, use and column statistics of tables, in a constant number of queries. `gather`: those of tables that have none are gathered first. */
  statistics(
    session: Session,
    tables: readonly Place[],
    gather: boolean,
  ): Promise<ReadonlyMap<ObjectId, TableStatistics>>;
  /** Makes the indexes as far as that can be done without leaving a trace, gives the bench to `work`, and takes them away. */
  whatIf<T>(session: Session, options: WhatIfOptions, work: (bench: Bench) => Promise<T>): Promise<T>;
}

export interface ExplainContext {
  /** Where unqualified names are looked up. */
  readonly schemas: readonly string[];
  /** ms for one statement. */
  readonly timeout: number;
}

export interface Planned {
  readonly plan: PlanNode;
  /** Types of the parameters; empty when the plan is one of literal values. */
  readonly parameters: readonly string[];
  /** The text that was planned: the given one, mended where normalising had broken it. */
  readonly statement: string;
  /** Why the statement must not be run to measure it (it writes, locks, or calls what has effects), or null. */
  readonly unsafe: string | null;
}

export interface CapturedPlan {
  readonly plan: PlanNode;
  /** The query's text, where the form carries it. */
  readonly text?: string;
  /** How long it ran, ms. */
  readonly ms?: number;
}

export interface WhatIfOptions extends ExplainContext {
  /** Whether indexes may be built for real, to be rolled back: never on a protected target. */
  readonly build: boolean;
  /** `create` makes `index`; its name is used by nothing else. */
  readonly indexes: readonly { readonly index: Index; readonly create: string; readonly rows: number }[];
  /** Tables that the statements read. */
  readonly tables: readonly Place[];
}

/** Candidate indexes that can be thought there or away. Positions are those of `WhatIfOptions.indexes`. */
export interface Bench {
  /** `estimated`: nothing could be made, and `plan` gives null. */
  readonly basis: GainBasis;
  /** For each index its bytes, or why it could not be made; `untried` when only the effort spoke against it. */
  readonly made: readonly ({ readonly bytes: number } | { readonly refused: string; readonly untried?: true })[];
  /** The plan of a statement with only these indexes there, and which of them it uses; null when that cannot be told. */
  plan(
    statement: string,
    indexes: readonly number[],
  ): Promise<{ readonly plan: PlanNode; readonly used: readonly number[] } | null>;
  /** ms that the statement runs with only these indexes there; null when that cannot be told, or took longer than the limit. */
  measure(statement: string, indexes: readonly number[]): Promise<number | null>;
}

/** A table as its statistics see it. */
export interface TableStatistics {
  readonly rows: number;
  readonly bytes: number;
  /** False when nothing was ever gathered, so that plans rest on guesses. */
  readonly analyzed: boolean;
  /** Rows written, and scans of the table or its indexes, since the counters were reset; absent where the server does not count. */
  readonly activity?: {
    readonly inserts: number;
    readonly updates: number;
    readonly deletes: number;
    readonly scans: number;
  };
  readonly columns: ReadonlyMap<string, ColumnStatistics>;
}

export interface ColumnStatistics {
  /** The type's name without modifiers. */
  readonly type: string;
  /** Distinct values; absent when unknown. */
  readonly distinct?: number;
  /** Share of rows that are null, 0…1. */
  readonly nulls?: number;
  /** Bytes of an average value. */
  readonly width?: number;
  /** Most common values as text, with their share of the rows. */
  readonly common: readonly { readonly value: string; readonly share: number }[];
  /** Values as text that part the other ones into equal portions, ascending. */
  readonly bounds: readonly string[];
  /** The operator class with which an index serves `like 'x%'`; absent when the usual one does. */
  readonly patternClass?: string;
}

/** A plan of either engine in one shape. Costs are the optimizer's, of a node with all below it; ms and rows are totals over all loops. */
export interface PlanNode {
  readonly operation: string;
  readonly type: PlanNodeType;
  readonly schema?: string;
  readonly table?: string;
  readonly alias?: string;
  readonly index?: string;
  readonly estimatedRows?: number;
  readonly actualRows?: number;
  readonly loops?: number;
  /** Rows read and thrown away by the filter. */
  readonly removedRows?: number;
  readonly cost?: number;
  readonly actualMs?: number;
  /** Conditions as the server prints them. */
  readonly filter?: string;
  readonly indexCondition?: string;
  readonly joinCondition?: string;
  /** `left`, `semi`, …; absent for inner joins. */
  readonly joinType?: string;
  readonly sortKey?: readonly string[];
  readonly groupKey?: readonly string[];
  /** What the node gives to its parent, as expressions. */
  readonly output?: readonly string[];
  /** `insert`, `update`, `delete`, `merge`: what a node does to `table`. */
  readonly writes?: string;
  /** True for the plan of a subquery that stands beside its parent's inputs. */
  readonly subplan?: true;
  /** Of the whole statement: checks of foreign keys, with the constraint and the table that was looked through. */
  readonly triggers?: readonly { readonly constraint: string; readonly calls: number; readonly ms: number }[];
  readonly children: readonly PlanNode[];
}

export type PlanNodeType =
  | 'seq_scan'
  | 'index_scan'
  | 'index_only_scan'
  | 'bitmap_scan'
  | 'sort'
  | 'nested_loop'
  | 'hash_join'
  | 'merge_join'
  | 'aggregate'
  | 'limit'
  | 'other';
