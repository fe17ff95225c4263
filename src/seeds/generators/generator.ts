import { type Cell, type ColumnShape } from '../column-shape.ts';
import { type CellKey } from '../hash.ts';

/**
 * Makes the cell of one row. `ordinal` counts the set's rows from 0; `row` is the number that the cell hangs on (the ordinal,
 * or parent and place among its children), so that a cell does not change when other rows come or go.
 */
export type CellMaker = (ordinal: number, row: number) => Cell;

export interface Made {
  readonly at: CellMaker;
  /** How many distinct cells there are, when they were asked to be unique; absent when there is no end to them. */
  readonly capacity?: number;
}

/** The rows of another set or table, as far as one column goes. */
export interface ParentColumn {
  readonly count: number;
  at(ordinal: number): Cell;
  /** The set refers to itself: only earlier rows may be taken. */
  readonly self?: true;
  /** Columns of the same foreign key that the set fills in another way: a parent must have these values. */
  readonly ties?: readonly Tie[];
}

/** A column of the set, and the parents' column that it refers to. */
export interface Tie {
  readonly sibling: string;
  readonly parents: ParentColumn;
}

export interface ColumnContext {
  readonly column: string;
  readonly shape: ColumnShape;
  readonly notNull: boolean;
  readonly key: CellKey;
  /** The same for all columns of one foreign key, so that they take one and the same parent. */
  readonly refKey: CellKey;
  readonly asOf: Date;
  readonly unique: boolean;
  parent(name: string, column: string | undefined): ParentColumn;
  /** The maker of another column of the same row. */
  sibling(column: string): CellMaker;
}

/** What can be said about a column's spec without rows. */
export interface SpecContext {
  readonly shape: ColumnShape;
  readonly unique: boolean;
  readonly asOf: Date;
  /** Names of the set's columns, and of the sets and tables that a `ref` may name. */
  readonly columns: readonly string[];
  readonly parents: readonly string[];
}

export type Spec = Readonly<Record<string, unknown>>;

/** One way to make a column: its file is named after the key that the YAML gives it. */
export interface Generator {
  /** Keys that may stand beside its own, `unique` and `null_rate`. */
  readonly options: readonly string[];
  /** Whether no two rows get the same cell, `unique` or not. */
  readonly distinct?: (spec: Spec) => boolean;
  /** What is wrong with the spec, in words that go on after the column's name; none when it can be made. */
  check(spec: Spec, context: SpecContext): readonly string[];
  make(spec: Spec, context: ColumnContext): Made;
}

/** A list of two, or null. */
export function pair(value: unknown): readonly [unknown, unknown] | null {
  return Array.isArray(value) && value.length === 2 ? [value[0], value[1]] : null;
}

/** A finite number, or null. */
export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
