import { type Dialect, type Session } from '../dialects/dialect.ts';
import { digest } from '../model/digest.ts';
import { DbopsError, invariant } from '../model/error.ts';
import { type SchemaObject, type Table } from '../model/object.ts';
import { type Cell } from './column-shape.ts';
import { dataFile, fileDigest } from './files.ts';
import { type GeneratedSet, generateSet } from './generate.ts';
import { type ParentColumn, type Tie } from './generators/generator.ts';
import { GENERATION } from './generators/registry.ts';
import { dayOf } from './moment.ts';
import { namedParents } from './order.ts';
import { type ResolvedSet } from './resolve.ts';
import { declaredSource, encodedRows, type SetSource } from './source.ts';
import { type SetState } from './state.ts';

/** Makes the rows of sets, and what they take from each other, for one run on one target. */
export interface Workshop {
  /** The set's rows, with all that they refer to at hand. */
  source(set: ResolvedSet): Promise<SetSource>;
  /** Digest of all that decides about the set's rows, as far as sets go. */
  definition(set: ResolvedSet): Promise<string>;
  asOf(set: ResolvedSet): Date;
  /** What the set's own numbering starts after; null when it does not number. */
  base(set: ResolvedSet): Promise<number | null>;
  /** Whether rows of the set hang on a table that no set fills. */
  isOpen(set: ResolvedSet): boolean;
}

export interface WorkshopInput {
  readonly session: Session;
  readonly dialect: Dialect;
  readonly objects: readonly SchemaObject[];
  readonly sets: readonly ResolvedSet[];
  readonly states: ReadonlyMap<string, SetState>;
  readonly dir: string;
  readonly now: Date;
  /** Forget the recorded days: `now` is this run's. */
  readonly fresh: boolean;
  /** Parents that are not in the database yet get a number of no row: enough to compare, not to write. */
  readonly provisional: boolean;
}

export function openWorkshop(input: WorkshopInput): Workshop {
  const { session, dialect, sets, states } = input;
  const generated = new Map<ResolvedSet, GeneratedSet>();
  const bases = new Map<ResolvedSet, number>();
  const columns = new Map<string, ParentColumn>();
  const visited = new Set<string>();
  const byName = (name: string): ResolvedSet | undefined => sets.find((s) => s.name === name);
  const asOf = (set: ResolvedSet): Date => (input.fresh ? undefined : states.get(set.name)?.asOf) ?? dayOf(input.now);

  /** Which column of a parent a column of the child stands for: as given, as the foreign key says, or the parent's key. */
  function parentColumn(child: ResolvedSet, column: string, parent: Table, key: readonly string[]): string {
    for (const fk of child.foreignKeys) {
      const at = fk.columns.indexOf(column);
      if (at >= 0 && fk.references.table === parent.name && fk.references.schema === parent.schema) {
        return fk.references.columns[at] ?? '';
      }
    }
    if (key.length === 1 && key[0] !== undefined) return key[0];
    throw new DbopsError(
      'bad-seed',
      `set ${child.name}: ${column} does not say which column of ${parent.name} it takes`,
      {
        hint: 'add column: NAME beside ref',
      },
    );
  }

  async function prepare(set: ResolvedSet): Promise<void> {
    if (visited.has(set.name) || set.set.source.from !== 'generate') return;
    visited.add(set.name);
    const { per } = set.set.source;
    const parentCount = per === undefined ? null : await countOf(parentSet(set, per.set));
    const parent = (name: string, column: string | undefined, child: string): ParentColumn => {
      const found = columns.get(columnKey(set, name, column, child));
      invariant(found !== undefined, `${set.name}.${child} has no parents at hand`);
      return found;
    };
    const made = generateSet(set, { asOf: asOf(set), base: (await baseOf(set)) ?? 0, parentCount, parent });
    generated.set(set, made);
    if (per !== undefined) await bring(set, per.set, undefined, per.as);
    for (const [column, spec] of Object.entries(set.set.source.columns)) {
      if (typeof spec.ref !== 'string') continue;
      await bring(set, spec.ref, typeof spec.column === 'string' ? spec.column : undefined, column);
    }
  }

  const columnKey = (set: ResolvedSet, name: string, column: string | undefined, child: string): string =>
    JSON.stringify([set.name, name, column ?? null, child]);

  /** Puts the column that `child` refers to at hand. */
  async function bring(set: ResolvedSet, name: string, column: string | undefined, child: string): Promise<void> {
    const parent = byName(name);
    const place = columnKey(set, name, column, child);
    if (parent === undefined) {
      const table = tableNamed(name);
      if (table === undefined) parentSet(set, name);
      const key = table?.primaryKey?.columns.map((c) => c.column) ?? [];
      invariant(table !== undefined, `no table ${name}`);
      columns.set(place, await tableValues(table, column ?? parentColumn(set, child, table, key)));
    } else {
      await prepare(parent);
      columns.set(place, await valuesOf(set, parent, column ?? parentColumn(set, child, parent.table, parent.key)));
    }
    const ties = await tiesOf(set, name, parent, child);
    const found = columns.get(place);
    if (found !== undefined && ties.length > 0) columns.set(place, { ...found, ties });
    if (columns.get(place)?.count === 0 && (await countOf(set)) > 0) {
      throw new DbopsError('bad-seed', `set ${set.name}: ${name} has no rows that ${child} could refer to`);
    }
  }

  /** The other columns of the child's foreign key, as far as they do not come from the same parents anyway. */
  async function tiesOf(
    set: ResolvedSet,
    name: string,
    parent: ResolvedSet | undefined,
    child: string,
  ): Promise<Tie[]> {
    const { source } = set.set;
    const table = parent?.table ?? tableNamed(name);
    if (source.from !== 'generate' || table === undefined || source.per?.as === child) return [];
    const specs = source.columns;
    const fk = set.foreignKeys.find(
      (k) => k.columns.includes(child) && k.references.table === table.name && k.references.schema === table.schema,
    );
    const ties: Tie[] = [];
    for (const [i, sibling] of (fk?.columns ?? []).entries()) {
      if (sibling === child || specs[sibling]?.ref === name) continue;
      if (specs[sibling] === undefined && source.per?.as !== sibling) continue;
      const column = fk?.references.columns[i] ?? '';
      const values = parent === undefined ? tableValues(table, column) : valuesOf(set, parent, column);
      ties.push({ sibling, parents: await values });
    }
    return ties;
  }

  function parentSet(set: ResolvedSet, name: string): ResolvedSet {
    const parent = byName(name);
    if (parent !== undefined) return parent;
    throw new DbopsError(
      'bad-seed',
      `set ${set.name} needs the rows of set ${name}, which is not applied to this target`,
      {
        hint: `give ${name} and ${set.name} the same targets`,
      },
    );
  }

  function tableNamed(name: string): Table | undefined {
    const tables = input.objects.filter((o): o is Table => o.kind === 'table');
    return (
      tables.find((t) => t.name === name && t.schema === dialect.defaultSchema) ??
      tables.find((t) => `${t.schema}.${t.name}` === name)
    );
  }

  async function valuesOf(child: ResolvedSet, parent: ResolvedSet, column: string): Promise<ParentColumn> {
    const made = generated.get(parent);
    const at = parent.columns.findIndex((c) => c.name === column);
    if (at < 0) return readBack(parent, column);
    if (made === undefined) {
      const cells: Cell[] = [];
      for await (const row of declaredSource(parent, input.dir).cells()) cells.push(row[at] ?? null);
      return listed(cells);
    }
    return child === parent ? { ...made.column(column), self: true } : made.column(column);
  }

  async function countOf(set: ResolvedSet): Promise<number> {
    await prepare(set);
    const made = generated.get(set);
    if (made !== undefined) return made.rows.count;
    let count = 0;
    for await (const _ of declaredSource(set, input.dir).cells()) count += 1;
    return count;
  }

  async function baseOf(set: ResolvedSet): Promise<number | null> {
    if (set.numbered === null) return null;
    const known = bases.get(set) ?? states.get(set.name)?.base;
    if (known !== undefined && known !== null) return known;
    const { ident, name } = dialect.quote;
    const [row] = await session.rows<{ last: string | number }>(
      `select coalesce(max(${ident(set.numbered)}), 0) as ${ident('last')} from ${name(set.table.schema, set.table.name)}`,
    );
    const base = Math.max(0, Number(row?.last ?? 0));
    bases.set(set, base);
    return base;
  }

  async function tableValues(table: Table, column: string): Promise<ParentColumn> {
    const name = dialect.quote.ident(column);
    return collect(
      `select ${name} as v from ${dialect.quote.name(table.schema, table.name)} where ${name} is not null order by ${name}`,
    );
  }

  /** A column that only the database knows: the parent's keys are staged and joined with its table, in the set's order. */
  async function readBack(parent: ResolvedSet, column: string): Promise<ParentColumn> {
    const { ident, name } = dialect.quote;
    const keys = parent.columns.filter((c) => parent.key.includes(c.name));
    const stage = 'dbops_parents';
    const target = mergeTarget(dialect, { ...parent, columns: keys }, stage);
    await session.run(dialect.merge.stage(target));
    try {
      const source = await sourceOf(parent);
      const places = keys.map((key) => parent.columns.indexOf(key));
      const narrow: SetSource = {
        ...source,
        async *cells() {
          for await (const row of source.cells()) yield places.map((i) => row[i] ?? null);
        },
      };
      const rows = encodedRows({ ...parent, columns: keys }, narrow, dialect, { numbered: true });
      await session.load(
        { schema: '', table: stage, columns: ['dbops_ord', ...keys.map((c) => c.name)], temporary: true },
        rows,
      );
      const same = parent.key.map((c) => `t.${ident(c)} = s.${ident(c)}`).join(' and ');
      const join = input.provisional ? 'left join' : 'join';
      const found = await collect(
        `select t.${ident(column)} as v from ${ident(stage)} s ${join} ${name(parent.table.schema, parent.table.name)} t on ${same}
order by s.dbops_ord`,
      );
      return input.provisional ? { ...found, at: (ordinal) => found.at(ordinal) ?? -1 - ordinal } : found;
    } finally {
      await session.run(dialect.merge.drop(stage)).catch(() => null);
    }
  }

  async function collect(query: string): Promise<ParentColumn> {
    const cells: Cell[] = [];
    for await (const { v } of session.stream<{ v: string | number | null }>(query)) {
      cells.push(typeof v === 'string' && /^\d{1,15}$/.test(v) && !v.startsWith('0') ? Number(v) : v);
    }
    return listed(cells);
  }

  async function sourceOf(set: ResolvedSet): Promise<SetSource> {
    await prepare(set);
    const made = generated.get(set);
    if (made === undefined) return declaredSource(set, input.dir);
    return { written: 'data', problems: [], file: null, cells: () => made.cells() };
  }

  async function definition(set: ResolvedSet, above: readonly ResolvedSet[] = []): Promise<string> {
    const { source, mode } = set.set;
    const file = dataFile(set.set, input.dir);
    const parents = namedParents(set).flatMap((name) => byName(name) ?? []);
    const inherited: string[] = [];
    for (const parent of parents) {
      if (parent !== set && !above.includes(parent)) inherited.push(await definition(parent, [...above, set]));
    }
    return digest({
      generation: GENERATION,
      source,
      file: file === null ? null : await fileDigest(file),
      mode,
      key: set.key,
      columns: set.columns.map((c) => [c.name, c.type]),
      table: [set.table.schema, set.table.name],
      asOf: source.from === 'generate' ? asOf(set).toISOString() : null,
      base: await baseOf(set),
      inherited,
    });
  }

  return {
    source: sourceOf,
    definition,
    asOf,
    base: baseOf,
    isOpen: (set) => namedParents(set).some((name) => byName(name) === undefined),
  };
}

function listed(cells: readonly Cell[]): ParentColumn {
  return { count: cells.length, at: (ordinal) => cells[ordinal] ?? null };
}

/** How a set's stage and its table stand to each other. */
export function mergeTarget(dialect: Dialect, set: ResolvedSet, stage: string) {
  const names = set.columns.map((c) => c.name);
  return {
    schema: set.table.schema,
    table: set.table.name,
    columns: names,
    stage,
    key: set.key,
    // An identity column of mode `always` cannot be updated.
    values: set.columns.filter((c) => !set.key.includes(c.name) && c.identity?.mode !== 'always').map((c) => c.name),
    keyTypes: set.key.map((name) => set.table.columns.find((c) => c.name === name)?.type ?? ''),
    ledger: dialect.state.table('seed_rows'),
    set: set.name,
  };
}
