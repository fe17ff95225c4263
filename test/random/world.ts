import fc from 'fast-check';
import { comment, editsOf, type Mixer, slots, someOf } from './slots.ts';
import { ID_TYPES, TYPES } from './types.ts';
import { KIND_NAMES, type Kinds, kinds, mixedKinds } from './world-kinds.ts';

/*
 * Random schemas of PostgreSQL as plain data. Every object has a slot (the same name in every schema), so that two schemas
 * differ in what their slots hold, and a third one can take each slot from one or the other: that is an edit.
 */

export const NAMES = {
  tables: ['account', 'order', 'Mixed Case', 'quo"te', `${'n'.repeat(61)}é`],
  columns: ['a', 'select', 'Camel', 'd\'q"x', 'ünï', 'z z'],
  views: ['v_one', 'View Two', 'v_three'],
  enums: ['mood', 'Colour'],
  domains: ['amount', 'user'],
} as const;

export interface Column {
  readonly type: number;
  readonly notNull: boolean;
  readonly default: 0 | 1 | 2;
  readonly generated: boolean;
  readonly collate: boolean;
  readonly comment: string | null;
  readonly statistics: number | null;
}

interface Index {
  readonly columns: readonly number[];
  readonly unique: boolean;
  readonly descending: boolean;
  readonly expression: boolean;
  readonly where: boolean;
  readonly fillfactor: boolean;
  readonly comment: string | null;
}

export interface Table {
  readonly id: number;
  readonly columns: readonly (Column | null)[];
  readonly references: readonly (Reference | null)[];
  readonly unique: Key | null;
  readonly check: number | null;
  readonly indexes: readonly (Index | null)[];
  readonly comment: string | null;
  readonly unlogged: boolean;
  readonly fillfactor: number | null;
  readonly policy: number | null;
  readonly trigger: number | null;
  readonly fullReplica: boolean;
}

interface Key {
  readonly columns: readonly number[];
  readonly nullsNotDistinct: boolean;
  readonly deferrable: boolean;
}

export interface Reference {
  readonly table: number;
  readonly onDelete: number;
  readonly deferrable: boolean;
}

export interface View {
  readonly over: number;
  readonly columns: readonly number[];
  readonly where: boolean;
  readonly options: number;
  readonly materialized: boolean;
  readonly comment: string | null;
}

export interface Routine {
  readonly argument: number;
  readonly argumentName: number;
  readonly body: number;
  readonly volatile: boolean;
  readonly plpgsql: boolean;
}

export interface World extends Kinds {
  readonly enums: readonly (readonly string[] | null)[];
  readonly domains: readonly (Domain | null)[];
  readonly routines: readonly (Routine | null)[];
  readonly tables: readonly (Table | null)[];
  readonly views: readonly (View | null)[];
}

export interface Domain {
  readonly base: number;
  readonly notNull: boolean;
  readonly check: boolean;
}

/** How many types a column may be of: those of `TYPES`, then enums with their arrays, domains, composites, ranges. */
const TYPE_COUNT =
  TYPES.length +
  2 * NAMES.enums.length +
  NAMES.domains.length +
  KIND_NAMES.composites.length +
  KIND_NAMES.ranges.length;

const column = fc.record<Column>({
  type: fc.nat(TYPE_COUNT - 1),
  notNull: fc.boolean(),
  default: fc.constantFrom(0, 1, 2),
  generated: fc.nat(5).map((n) => n === 5),
  collate: fc.nat(5).map((n) => n === 5),
  comment,
  statistics: fc.option(fc.constantFrom(0, 100), { freq: 2 }),
});

const index = fc.record<Index>({
  columns: someOf(NAMES.columns.length),
  unique: fc.boolean(),
  descending: fc.boolean(),
  expression: fc.boolean(),
  where: fc.boolean(),
  fillfactor: fc.boolean(),
  comment,
});

const table = fc.record<Table>({
  id: fc.nat(ID_TYPES.length - 1),
  columns: slots(NAMES.columns.length, column),
  references: slots(
    2,
    fc.record<Reference>({ table: fc.nat(NAMES.tables.length - 1), onDelete: fc.nat(3), deferrable: fc.boolean() }),
  ),
  unique: fc.option(
    fc.record<Key>({ columns: someOf(NAMES.columns.length), nullsNotDistinct: fc.boolean(), deferrable: fc.boolean() }),
  ),
  check: fc.option(fc.nat(2)),
  indexes: slots(2, index),
  comment,
  unlogged: fc.nat(6).map((n) => n === 6),
  fillfactor: fc.option(fc.constantFrom(70, 90), { freq: 3 }),
  policy: fc.option(fc.nat(2), { freq: 3 }),
  trigger: fc.option(fc.nat(2), { freq: 3 }),
  fullReplica: fc.nat(5).map((n) => n === 5),
});

const view = fc.record<View>({
  over: fc.nat(NAMES.tables.length + NAMES.views.length - 1),
  columns: someOf(NAMES.columns.length, 3),
  where: fc.boolean(),
  options: fc.nat(2),
  materialized: fc.nat(3).map((n) => n === 3),
  comment,
});

const routine = fc.record<Routine>({
  argument: fc.nat(TYPE_COUNT - 1),
  argumentName: fc.nat(1),
  body: fc.nat(2),
  volatile: fc.boolean(),
  plpgsql: fc.boolean(),
});

/** A schema. Shrinks towards fewer objects with fewer attributes. */
const worlds: fc.Arbitrary<World> = fc.record<World>({
  enums: slots(NAMES.enums.length, fc.shuffledSubarray(['calm', 'sad', "it's", 'Ok "x"', 'é'], { minLength: 1 })),
  domains: slots(
    NAMES.domains.length,
    fc.record<Domain>({ base: fc.nat(5), notNull: fc.boolean(), check: fc.boolean() }),
  ),
  routines: slots(2, routine),
  tables: slots(NAMES.tables.length, table),
  views: slots(NAMES.views.length, view),
  ...kinds,
});

/** Two schemas that are alike: the second takes some of its slots from elsewhere. */
export const edits = editsOf(worlds, mixed);

/** Tables that both have are mixed column by column. */
function mixed(from: World, other: World, { pick, field }: Mixer): World {
  return {
    enums: pick(from.enums, other.enums),
    domains: pick(from.domains, other.domains),
    routines: pick(from.routines, other.routines),
    tables: from.tables.map((mine, i) => {
      const theirs = other.tables[i] ?? null;
      if (mine === null || theirs === null) return field(mine, theirs);
      return {
        id: field(mine.id, theirs.id),
        columns: pick(mine.columns, theirs.columns),
        references: pick(mine.references, theirs.references),
        unique: field(mine.unique, theirs.unique),
        check: field(mine.check, theirs.check),
        indexes: pick(mine.indexes, theirs.indexes),
        comment: field(mine.comment, theirs.comment),
        unlogged: field(mine.unlogged, theirs.unlogged),
        fillfactor: field(mine.fillfactor, theirs.fillfactor),
        policy: field(mine.policy, theirs.policy),
        trigger: field(mine.trigger, theirs.trigger),
        fullReplica: field(mine.fullReplica, theirs.fullReplica),
      };
    }),
    views: pick(from.views, other.views),
    ...mixedKinds(from, other, { pick, field }),
  };
}
