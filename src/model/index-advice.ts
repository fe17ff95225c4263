import { type ObjectId } from './id.ts';
import { type Index } from './object.ts';

/** How a gain was found out: planned with a hypothetical index, measured with a real one that was rolled back, or estimated from statistics. */
export type GainBasis = 'hypothetical' | 'measured' | 'estimated';

export interface Gain {
  readonly basis: GainBasis;
  /** Cost units, or milliseconds when measured; the same unit on both sides. */
  readonly unit: 'cost' | 'ms';
  readonly before: number;
  readonly after: number;
}

/** A query of the workload that an index serves. */
export interface ServedQuery {
  readonly text: string;
  /** Where the source has it. */
  readonly at: string;
  readonly calls: number;
  /** ms of all calls, when the source knows. */
  readonly totalMs: number | null;
  readonly gain: Gain;
}

/** One index worth having, with its reasons. */
export interface IndexAdvice {
  readonly index: Index;
  readonly object: ObjectId;
  /** The statement that makes it. */
  readonly create: string;
  /** What is slow today: `sequential scan of public.orders: 50000 rows read, 12 kept`. */
  readonly bottleneck: string;
  /** Why these columns in this order. */
  readonly reason: string;
  /** Of a mean call of the queries it serves. */
  readonly gain: Gain;
  readonly queries: readonly ServedQuery[];
  /** Bytes of the index, when known. */
  readonly bytes: number | undefined;
  /** Indexes that it makes redundant. */
  readonly supersedes: readonly string[];
}

/** What could not be judged, and why: never dropped in silence. */
export interface Skipped {
  readonly query: string;
  readonly at: string;
  readonly reason: string;
}

/** An index that was considered and is not worth it, or a table that needs none. */
export interface Rejected {
  readonly what: string;
  readonly reason: string;
}

/** What helps a query beside an index: another way to write it, statistics that are missing. */
export interface QueryHint {
  readonly query: string;
  readonly at: string;
  readonly hint: string;
}

export interface AdviceReport {
  readonly sources: readonly { readonly source: string; readonly queries: number }[];
  readonly basis: GainBasis;
  readonly advice: readonly IndexAdvice[];
  readonly hints: readonly QueryHint[];
  readonly rejected: readonly Rejected[];
  readonly skipped: readonly Skipped[];
}
