import fc from 'fast-check';
import { comment, type Mixer, slots, someOf } from './slots.ts';

/*
 * The kinds beside plain tables and views: types made of others, sequences, heirs, partitioned tables, extended statistics,
 * overloads and what the public may do.
 */

export const KIND_NAMES = {
  composites: ['spot', 'Pair "2"'],
  ranges: ['span', 'Weeks'],
  sequences: ['counter', 'Serial No'],
  heirs: ['heir', 'Heir Two'],
  partitioned: ['measure', 'Event log'],
  statistics: ['st_one'],
} as const;

export interface Composite {
  /** Types of its attributes, each in its place. */
  readonly attributes: readonly (number | null)[];
  readonly comment: string | null;
}

export interface Range {
  readonly subtype: number;
  readonly difference: boolean;
  readonly multirange: boolean;
}

export interface Sequence {
  readonly type: number;
  readonly increment: number;
  readonly bounded: boolean;
  readonly cycle: boolean;
  readonly cache: number;
  /** A table whose id owns it. */
  readonly owner: number | null;
  readonly comment: string | null;
}

export interface Heir {
  /** Table that it inherits from. */
  readonly of: number;
  readonly columns: readonly (number | null)[];
  readonly check: number | null;
  readonly ownDefault: boolean;
  readonly ownNotNull: boolean;
  readonly index: boolean;
  readonly comment: string | null;
}

export interface Partitioned {
  readonly strategy: number;
  readonly layout: number;
  readonly rest: boolean;
  readonly columns: readonly (number | null)[];
  readonly notNull: boolean;
  readonly primary: boolean;
  readonly index: number | null;
  readonly check: boolean;
  readonly trigger: boolean;
  /** What one of its partitions has alone. */
  readonly own: number | null;
  readonly nested: boolean;
  readonly reference: number | null;
  readonly comment: string | null;
}

export interface Statistics {
  readonly over: number;
  readonly kinds: readonly number[];
  readonly expression: boolean;
}

export interface Grant {
  readonly table: number | null;
  readonly privileges: readonly number[];
  readonly columns: boolean;
  readonly option: number;
}

export interface Kinds {
  readonly composites: readonly (Composite | null)[];
  readonly ranges: readonly (Range | null)[];
  readonly sequences: readonly (Sequence | null)[];
  readonly heirs: readonly (Heir | null)[];
  readonly partitioned: readonly (Partitioned | null)[];
  readonly statistics: readonly (Statistics | null)[];
  readonly grants: readonly (Grant | null)[];
  readonly overloads: readonly (number | null)[];
}

const type = fc.nat(13);
const seldom = fc.nat(4).map((n) => n === 4);

export const kinds = {
  composites: slots(KIND_NAMES.composites.length, fc.record<Composite>({ attributes: slots(3, type), comment })),
  ranges: slots(
    KIND_NAMES.ranges.length,
    fc.record<Range>({ subtype: fc.nat(3), difference: fc.boolean(), multirange: fc.boolean() }),
  ),
  sequences: slots(
    KIND_NAMES.sequences.length,
    fc.record<Sequence>({
      type: fc.nat(2),
      increment: fc.constantFrom(1, 5, -1),
      bounded: fc.boolean(),
      cycle: fc.boolean(),
      cache: fc.constantFrom(1, 10),
      owner: fc.option(fc.nat(4)),
      comment,
    }),
  ),
  heirs: slots(
    KIND_NAMES.heirs.length,
    fc.record<Heir>({
      of: fc.nat(4),
      columns: slots(2, type),
      check: fc.option(fc.nat(1)),
      ownDefault: seldom,
      ownNotNull: seldom,
      index: fc.boolean(),
      comment,
    }),
  ),
  partitioned: slots(
    KIND_NAMES.partitioned.length,
    fc.record<Partitioned>({
      strategy: fc.nat(2),
      layout: fc.nat(3),
      rest: fc.boolean(),
      columns: slots(2, type),
      notNull: fc.boolean(),
      primary: fc.boolean(),
      index: fc.option(fc.nat(2)),
      check: seldom,
      trigger: seldom,
      own: fc.option(fc.nat(6)),
      nested: seldom,
      reference: fc.option(fc.nat(4), { freq: 1 }),
      comment,
    }),
  ),
  statistics: slots(
    KIND_NAMES.statistics.length,
    fc.record<Statistics>({ over: fc.nat(4), kinds: someOf(3, 3), expression: fc.boolean() }),
  ),
  grants: slots(
    2,
    fc.record<Grant>({
      table: fc.option(fc.nat(4), { freq: 6 }),
      privileges: someOf(4, 3),
      columns: seldom,
      option: fc.nat(1),
    }),
  ),
  overloads: slots(2, type),
};

/** Heirs and partitioned tables that both have are mixed field by field, the rest slot by slot. */
export function mixedKinds(from: Kinds, other: Kinds, { pick, field }: Mixer): Kinds {
  const fields = <T extends object>(mine: readonly (T | null)[], theirs: readonly (T | null)[]): (T | null)[] =>
    mine.map((one, i) => {
      const two = theirs[i] ?? null;
      if (one === null || two === null) return field(one, two);
      const keys = Object.keys(one) as (keyof T)[];
      return Object.fromEntries(keys.map((key) => [key, field(one[key], two[key])])) as T;
    });
  return {
    composites: fields(from.composites, other.composites),
    ranges: pick(from.ranges, other.ranges),
    sequences: fields(from.sequences, other.sequences),
    // What changes parents and columns at once is tried by cases of its own.
    heirs: fields(
      from.heirs,
      other.heirs.map((h, i) => (h === null ? null : { ...h, of: from.heirs[i]?.of ?? h.of })),
    ),
    partitioned: fields(from.partitioned, other.partitioned),
    statistics: fields(from.statistics, other.statistics),
    grants: pick(from.grants, other.grants),
    overloads: pick(from.overloads, other.overloads),
  };
}
