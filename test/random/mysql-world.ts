import fc from 'fast-check';
import { comment, editsOf, type Mixer, slots, someOf } from './slots.ts';

/** Random schemas of MySQL and MariaDB as plain data, in slots like those of PostgreSQL. */
export const NAMES = {
  tables: ['account', 'order', 'Mixed Case', 'quo`te', `${'n'.repeat(62)}éx`],
  columns: ['a', 'select', 'Camel', "d`q'x", 'ünï', 'z z'],
  views: ['v_one', 'View Two'],
} as const;

export interface Column {
  readonly type: number;
  readonly notNull: boolean;
  readonly default: 0 | 1 | 2;
  readonly generated: 0 | 1 | 2;
  readonly collate: boolean;
  readonly invisible: boolean;
  readonly comment: string | null;
}

export interface Key {
  readonly columns: readonly number[];
  readonly unique: boolean;
  readonly fulltext: boolean;
  readonly descending: boolean;
  readonly hidden: boolean;
  readonly comment: string | null;
}

export interface Reference {
  readonly table: number;
  readonly onDelete: number;
}

export interface Table {
  readonly id: number;
  readonly columns: readonly (Column | null)[];
  readonly references: readonly (Reference | null)[];
  readonly keys: readonly (Key | null)[];
  readonly check: number | null;
  readonly comment: string | null;
  readonly options: number;
  readonly partitions: number;
  readonly trigger: number | null;
  readonly turned: boolean;
}

export interface View {
  readonly over: number;
  readonly columns: readonly number[];
  readonly where: boolean;
  readonly options: number;
}

export interface World {
  readonly tables: readonly (Table | null)[];
  readonly views: readonly (View | null)[];
  readonly routines: readonly (number | null)[];
}

const rarely = (n: number): fc.Arbitrary<boolean> => fc.nat(n).map((i) => i === n);

const column = fc.record<Column>({
  type: fc.nat(29),
  notNull: fc.boolean(),
  default: fc.constantFrom(0, 1, 2),
  generated: fc.constantFrom(0, 0, 0, 0, 1, 2),
  collate: rarely(4),
  invisible: rarely(6),
  comment,
});

const key = fc.record<Key>({
  columns: someOf(NAMES.columns.length),
  unique: fc.boolean(),
  fulltext: rarely(4),
  descending: fc.boolean(),
  hidden: rarely(4),
  comment,
});

const table = fc.record<Table>({
  id: fc.nat(4),
  columns: slots(NAMES.columns.length, column),
  references: slots(2, fc.record<Reference>({ table: fc.nat(NAMES.tables.length - 1), onDelete: fc.nat(3) })),
  keys: slots(3, key),
  check: fc.option(fc.nat(2)),
  comment,
  options: fc.constantFrom(0, 0, 0, 1, 2, 3, 4),
  partitions: fc.constantFrom(0, 0, 0, 0, 1, 2),
  trigger: fc.option(fc.nat(2), { freq: 3 }),
  turned: rarely(3),
});

const view = fc.record<View>({
  over: fc.nat(NAMES.tables.length + NAMES.views.length - 1),
  columns: someOf(NAMES.columns.length, 3),
  where: fc.boolean(),
  options: fc.nat(3),
});

const worlds: fc.Arbitrary<World> = fc.record<World>({
  tables: slots(NAMES.tables.length, table),
  views: slots(NAMES.views.length, view),
  routines: slots(2, fc.nat(3)),
});

/** Two schemas that are alike. */
export const edits = editsOf(worlds, mixed);

function mixed(from: World, other: World, { pick, field }: Mixer): World {
  return {
    tables: from.tables.map((mine, i) => {
      const theirs = other.tables[i] ?? null;
      if (mine === null || theirs === null) return field(mine, theirs);
      return {
        id: field(mine.id, theirs.id),
        columns: pick(mine.columns, theirs.columns),
        references: pick(mine.references, theirs.references),
        keys: pick(mine.keys, theirs.keys),
        check: field(mine.check, theirs.check),
        comment: field(mine.comment, theirs.comment),
        options: field(mine.options, theirs.options),
        partitions: field(mine.partitions, theirs.partitions),
        trigger: field(mine.trigger, theirs.trigger),
        turned: field(mine.turned, theirs.turned),
      };
    }),
    views: pick(from.views, other.views),
    routines: pick(from.routines, other.routines),
  };
}
