import { DbopsError, invariant } from '../model/error.ts';
import { type Column } from '../model/object.ts';
import { type GeneratorSpec } from '../model/seed.ts';
import { childRows, plainRows, type RowNumbers } from './children.ts';
import { type Cell, shapeOf } from './column-shape.ts';
import { type CellMaker, type Generator, numberOf, type ParentColumn } from './generators/generator.ts';
import { GENERATION, GENERATORS, generatorOf } from './generators/registry.ts';
import { type CellKey, cellKey, unit } from './hash.ts';
import { redrawn } from './redraw.ts';
import { type ResolvedSet } from './resolve.ts';

/** A generated set whose cells can be asked for in any order. */
export interface GeneratedSet {
  readonly resolved: ResolvedSet;
  readonly rows: RowNumbers;
  /** One column, as another set refers to it. */
  column(name: string): ParentColumn;
  /** All rows in order, cells in the order of the set's columns. */
  cells(): Iterable<readonly Cell[]>;
}

/** What a generated set needs from outside. */
export interface Surroundings {
  readonly asOf: Date;
  /** What the set's own numbering starts after. */
  readonly base: number;
  /** Number of rows of the set named in `per`. */
  parentCount: number | null;
  /** A column of another set or table; `child` is the column that refers to it. */
  parent(name: string, column: string | undefined, child: string): ParentColumn;
}

/** Uniques of the table that the set fills and that no column of theirs keeps by the way it is made. */
function looseUniques({ set, uniques, columns, numbered }: ResolvedSet): readonly (readonly string[])[] {
  const { source } = set;
  if (source.from !== 'generate') return [];
  const isDistinct = (name: string): boolean => {
    if (name === numbered || (source.per?.as === name && source.per.count === 1)) return true;
    const spec = source.columns[name];
    const generator = spec === undefined ? null : generatorOf(spec);
    if (spec === undefined || generator === null || source.per?.as === name) return false;
    const { distinct }: Generator = GENERATORS[generator];
    return spec.unique === true || (distinct?.(spec) ?? false);
  };
  const filled = (names: readonly string[]): boolean => names.every((name) => columns.some((c) => c.name === name));
  return uniques.filter((names) => filled(names) && !names.some(isDistinct));
}

/** Lanes of a cell beyond those that generators use. */
const NULL_LANE = 4096;

/** Builds a set from its spec. Throws `bad-seed` when more unique rows are asked for than there can be. */
export function generateSet(resolved: ResolvedSet, around: Surroundings): GeneratedSet {
  const { set, columns } = resolved;
  const source = set.source;
  invariant(source.from === 'generate', `${set.name} is not generated`);
  const key = (...parts: string[]): CellKey =>
    cellKey(source.seed, GENERATION, set.name, `${resolved.table.schema}.${set.table}`, ...parts);
  const rows =
    source.per === undefined
      ? plainRows(source.count ?? 0)
      : childRows(around.parentCount ?? 0, source.per.count, key('', 'per'));
  const makers = new Map<string, CellMaker>();
  const loose = looseUniques(resolved);
  const typeOf = (name: string): string => columns.find((c) => c.name === name)?.type ?? '';
  const rowOf = redrawn(
    set.name,
    rows,
    loose.map((names) => ({
      columns: names,
      makers: names.map(
        (name): CellMaker =>
          (ordinal, row) =>
            maker(name)(ordinal, row),
      ),
      folds: resolved.table.schema === '' || names.some((n) => /citext/i.test(typeOf(n))),
    })),
    source.per !== undefined,
  );

  const maker = (name: string): CellMaker => {
    const known = makers.get(name);
    if (known !== undefined) return known;
    const column = columns.find((c) => c.name === name);
    invariant(column !== undefined, `${set.name} has no column ${name}`);
    const made = source.per?.as === name ? perMaker(name) : make(column, source.columns[name]);
    const redraws = loose.some((names) => names.includes(name)) && source.per?.as !== name;
    const final: CellMaker = redraws ? (ordinal, row) => made(ordinal, rowOf(ordinal, row)) : made;
    makers.set(name, final);
    return final;
  };

  const perMaker = (name: string): CellMaker => {
    const parents = around.parent(source.per?.set ?? '', undefined, name);
    return (ordinal) => parents.at(rows.parent(ordinal));
  };

  const make = (column: Column, spec: GeneratorSpec | undefined): CellMaker => {
    if (spec === undefined) return (ordinal) => around.base + ordinal + 1;
    const name = generatorOf(spec);
    invariant(name !== null, `${set.name}.${column.name} has no generator`);
    const unique = spec.unique === true;
    const generator: Generator = GENERATORS[name];
    const together = resolved.foreignKeys.filter((k) => k.columns.includes(column.name));
    const fk =
      together.find((k) => k.columns.some((c) => c !== column.name && source.columns[c]?.ref === spec.ref)) ??
      together[0];
    const made = generator.make(spec, {
      column: column.name,
      shape: shapeOf(column.type),
      notNull: column.notNull === true,
      key: key(column.name),
      refKey: fk === undefined || fk.columns.length === 1 ? key(column.name) : key('', fk.name),
      asOf: around.asOf,
      unique,
      parent: (parent, of) => around.parent(parent, of, column.name),
      sibling: (sibling) => maker(sibling),
    });
    if (unique && made.capacity !== undefined && made.capacity < rows.count) {
      throw new DbopsError(
        'bad-seed',
        `set ${set.name}: ${column.name} can have ${made.capacity} distinct values, ${rows.count} rows are asked for`,
        { hint: 'widen the range of the generator, or lower count' },
      );
    }
    const rate = numberOf(spec.null_rate) ?? 0;
    if (rate === 0) return made.at;
    const own = key(column.name);
    return (ordinal, row) => (unit(own, row, NULL_LANE) < rate ? null : made.at(ordinal, row));
  };

  return {
    resolved,
    rows,
    column: (name) => ({ count: rows.count, at: (ordinal) => maker(name)(ordinal, rows.row(ordinal)) }),
    *cells() {
      const all = columns.map((c) => maker(c.name));
      const per = columns.findIndex((c) => c.name === source.per?.as);
      const parents = per < 0 ? null : around.parent(source.per?.set ?? '', undefined, source.per?.as ?? '');
      for (const { ordinal, row, parent } of rows.all()) {
        const cells = new Array<Cell>(all.length);
        for (let i = 0; i < all.length; i += 1) {
          cells[i] = i === per && parents !== null ? parents.at(parent) : (all[i]?.(ordinal, row) ?? null);
        }
        yield cells;
      }
    },
  };
}
