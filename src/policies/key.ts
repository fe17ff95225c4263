import { stableJson } from '../model/digest.ts';
import { type Index, type IndexPart, idOf } from '../model/object.ts';
import { type TableFacts } from './rule.ts';

/** A b-tree that a table has, whoever made it: an index, a unique constraint, the primary key. */
export interface Key {
  /** Of the index or constraint; of the table for the primary key. */
  readonly id: string;
  readonly what: string;
  readonly parts: readonly IndexPart[];
  readonly unique: boolean;
  /** True when dropping it would drop a constraint too. */
  readonly constraint: boolean;
  readonly include: readonly string[];
  readonly where: string | undefined;
  readonly method: string;
  readonly index: Index | null;
}

/** Every key of a table: the primary key first, then unique constraints, then indexes. */
export function keysOf({ table, uniques, indexes }: TableFacts): Key[] {
  const plain = { include: [], where: undefined, method: 'btree', index: null } as const;
  const primary = table.primaryKey;
  return [
    ...(primary === undefined
      ? []
      : [
          {
            ...plain,
            id: idOf(table),
            what: 'the primary key',
            parts: primary.columns,
            unique: true,
            constraint: true,
            include: primary.include ?? [],
          },
        ]),
    ...uniques.map((u) => ({
      ...plain,
      id: idOf(u),
      what: `the unique constraint ${u.name}`,
      parts: u.columns.map((column) => ({ column })),
      unique: true,
      constraint: true,
      include: u.include ?? [],
    })),
    ...indexes.map((i) => ({
      id: idOf(i),
      what: `the index ${i.name}`,
      parts: i.parts,
      unique: i.unique ?? false,
      constraint: false,
      include: i.include ?? [],
      where: i.where,
      method: i.method ?? 'btree',
      index: i,
    })),
  ];
}

/** Two keys that hold the same entries in the same order. */
export function sameKey(a: Key, b: Key): boolean {
  return (
    a.method === b.method &&
    a.where === b.where &&
    stableJson(a.parts) === stableJson(b.parts) &&
    stableJson([...a.include].sort()) === stableJson([...b.include].sort())
  );
}

/**
 * Whether `wide` can do all that `narrow` does: the same leading parts, the same rows, and every column that `narrow`
 * carries along. Only b-trees have leading parts that serve by themselves.
 */
export function covers(wide: Key, narrow: Key): boolean {
  if (wide.method !== 'btree' || narrow.method !== 'btree' || wide.where !== narrow.where) return false;
  if (wide.index?.invisible || wide.parts.length < narrow.parts.length) return false;
  const leading = narrow.parts.every((part, i) => stableJson(part) === stableJson(wide.parts[i]));
  const carried = new Set([...wide.include, ...wide.parts.flatMap((p) => p.column ?? [])]);
  return leading && narrow.include.every((column) => carried.has(column));
}
