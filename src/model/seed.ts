import { type Span } from './diagnostic.ts';
import { type Value } from './query.ts';

export type SeedMode = 'insert' | 'upsert' | 'sync' | 'replace';

/** A scalar as YAML, JSON or CSV gives it; objects and arrays go to JSON columns. */
export type SeedValue = string | number | boolean | null | readonly SeedValue[] | { readonly [key: string]: SeedValue };

/** Where a set's rows come from. */
export type SeedSource =
  | { readonly from: 'rows'; readonly rows: readonly Readonly<Record<string, SeedValue>>[] }
  | { readonly from: 'file'; readonly path: string; readonly format: 'csv' | 'json' | 'ndjson' }
  | {
      readonly from: 'generate';
      /** Rows, unless `per` gives them. */
      readonly count: number | undefined;
      readonly per: SeedPer | undefined;
      readonly seed: number;
      readonly columns: Readonly<Record<string, GeneratorSpec>>;
    };

/** So many rows for each row of another set; `as` receives the parent's key. */
export interface SeedPer {
  readonly set: string;
  readonly as: string;
  readonly count: CountSpec;
}

export type CountSpec =
  | number
  | { readonly between: readonly [number, number] }
  | { readonly zipf: readonly [number, number] };

/**
 * How one column is made, as the YAML says (one generator key each, plus its options): `{ faker: 'internet.email', unique: true }`,
 * `{ pick: { paid: 70, shipped: 20 } }`, `{ between: [a, b] }`, `{ ref: 'customers' }`, `{ normal: [80, 35], min: 0, scale: 2 }`,
 * `{ sequence: 1 }`, `{ value: x }`, `{ template: 'SKU-{ordinal}' }`, `{ uuid: true }`.
 */
export type GeneratorSpec = Readonly<Record<string, unknown>>;

export interface SeedSet {
  readonly name: string;
  /** As written: `orders` or `sales.orders`. */
  readonly schema: string;
  readonly table: string;
  /** Columns that identify a row; empty: the table's primary key (or the first unique that the set fills). */
  readonly key: readonly string[];
  readonly mode: SeedMode;
  /** Names of targets, or null for every one (generated sets: every one that is not protected). */
  readonly targets: readonly string[] | null;
  readonly source: SeedSource;
  readonly at?: Span;
  /** `columns.email` → place. */
  readonly places: ReadonlyMap<string, Span>;
}

/** One row on its way to the database; columns by position are given beside it. */
export type Row = readonly Value[];
