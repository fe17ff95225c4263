import { type Dialect, type Session, type TableStatistics } from '../dialects/dialect.ts';
import { type ObjectId } from '../model/id.ts';
import { type Rejected } from '../model/index-advice.ts';
import { byId, type Index, type SchemaObject, type Table } from '../model/object.ts';
import { type Abilities, indexOf, type Shape, shapeKey, shapesFor } from './candidate.ts';
import { type ExistingKey, keysOf, servedBy } from './existing.ts';
import { type Need } from './need.ts';
import { type Candidate, type PricedQuery } from './price.ts';
import { indexBytes } from './size.ts';

/** Fewer rows than this are read faster than an index is opened. */
const SMALL_ROWS = 1000;

export interface Pool {
  readonly candidates: readonly Candidate[];
  readonly keys: ReadonlyMap<ObjectId, readonly ExistingKey[]>;
  readonly rejected: readonly Rejected[];
}

export interface PoolInput {
  readonly session: Session;
  readonly dialect: Dialect;
  readonly objects: readonly SchemaObject[];
  readonly tables: ReadonlyMap<ObjectId, Table>;
  readonly queries: readonly PricedQuery[];
  readonly statistics: ReadonlyMap<ObjectId, TableStatistics>;
}

/** Every index that is worth pricing for the workload, each once: none on small tables, none that is there already. */
export function poolFor(input: PoolInput): Pool {
  const { objects, tables, queries, statistics } = input;
  const abilities = abilitiesOf(input);
  const needs = queries.flatMap((q) => q.needs);
  const keys = new Map<ObjectId, readonly ExistingKey[]>();
  const rejected = new Map<string, Rejected>();
  const shapes = new Map<string, { table: Table; shape: Shape; need: Need }>();
  const rounds: { table: Table; shape: Shape; need: Need }[][] = [];
  for (const need of needs) {
    const table = tables.get(need.table);
    if (table === undefined) continue;
    const facts = statistics.get(need.table);
    if (facts !== undefined && facts.rows < SMALL_ROWS) {
      rejected.set(need.table, {
        what: nameOf(table),
        reason: `it has ${Math.round(facts.rows)} rows: reading them all is as fast`,
      });
      continue;
    }
    const own = keys.get(need.table) ?? keysOf(table, objects);
    keys.set(need.table, own);
    const shared = (column: string): number =>
      needs.filter(
        (n) =>
          n.table === need.table &&
          n.predicates.some((p) => p.column === column && (p.use === 'equal' || p.use === 'many')),
      ).length;
    const found = shapesFor(need, { table, statistics: facts, shared, abilities });
    rounds.push(withCovering(found, need, table, facts, abilities).map((shape) => ({ table, shape, need })));
  }
  // A little of every need before the rest of any.
  for (let i = 0; i < Math.max(0, ...rounds.map((r) => r.length)); i++) {
    for (const round of rounds) {
      const one = round[i];
      if (one === undefined) continue;
      const key = `${one.need.table} ${shapeKey(one.shape)}`;
      if (shapes.has(key)) continue;
      const there = servedBy(one.shape, keys.get(one.need.table) ?? []);
      if (there === undefined) shapes.set(key, one);
      else rejected.set(key, { what: describe(one.table, one.shape), reason: `${there.name} does that already` });
    }
  }
  const counts = new Map<string, number>();
  const candidates: Candidate[] = [];
  for (const { table, shape, need } of shapes.values()) {
    const facts = statistics.get(need.table);
    const count = counts.get(need.table) ?? 0;
    if (count >= most(facts)) continue;
    counts.set(need.table, count + 1);
    const index = indexOf(shape, table, `dbops_advice_${candidates.length + 1}`);
    const bytes = facts === undefined ? 0 : indexBytes(index, facts);
    candidates.push({ index, shape, create: createStatement(index, input), bytes });
  }
  return { candidates, keys, rejected: [...rejected.values()] };
}

/** The larger the table, the fewer of its candidates are built to see what they do. */
function most(facts: TableStatistics | undefined): number {
  const rows = facts?.rows ?? 0;
  return rows < 300_000 ? 40 : rows < 3_000_000 ? 20 : 10;
}

/** Columns that the rest of the plan reads, in the index too, when they are few and small. */
function withCovering(
  shapes: readonly Shape[],
  need: Need,
  table: Table,
  facts: TableStatistics | undefined,
  { include }: Abilities,
): Shape[] {
  const columns = need.columns;
  if (!include || columns === undefined || shapes[0]?.method !== undefined) return [...shapes];
  const covering = [true, false].flatMap((partial): Shape[] => {
    const plain = shapes.find((s) => (s.where !== undefined) === partial && s.method === undefined);
    if (plain === undefined || plain.parts.some((p) => p.expression !== undefined)) return [];
    const rest = columns.filter((c) => !plain.parts.some((p) => p.column === c));
    const width = rest.reduce((sum, c) => sum + (facts?.columns.get(c)?.width ?? 100), 0);
    if (rest.length === 0 || rest.length > 3 || width > 40 || columns.length >= table.columns.length) return [];
    const why = `${plain.why}; the other columns come with it, so that the table is not looked at`;
    return [{ ...plain, include: [...rest].sort(), why }];
  });
  return [...shapes.slice(0, 4), ...covering, ...shapes.slice(4)];
}

function abilitiesOf({ session, dialect, objects }: PoolInput): Abilities {
  const postgres = dialect.name === 'postgres';
  return {
    dialect: dialect.name,
    partial: postgres,
    include: postgres,
    expressions: postgres || dialect.capabilities(session.server).functionalIndex === true,
    extensions: new Set(objects.flatMap((o) => (o.kind === 'extension' ? [o.name] : []))),
  };
}

/** The dialect's own CREATE INDEX. */
export function createStatement(
  index: Index,
  { session, dialect, objects }: Pick<PoolInput, 'session' | 'dialect' | 'objects'>,
): string {
  const driver = dialect.kinds.index;
  if ('unsupported' in driver) return '';
  const before = byId(objects);
  const [draft] = driver.create(index, {
    server: session.server,
    capabilities: dialect.capabilities(session.server),
    before,
    after: before,
    isNew: () => false,
  });
  return draft?.sql ?? '';
}

export function nameOf({ schema, name }: { readonly schema: string; readonly name: string }): string {
  return schema === '' ? name : `${schema}.${name}`;
}

/** `public.orders (status, placed_at) where …`. */
export function describe(table: Table, { parts, method, where, include }: Omit<Shape, 'why'>): string {
  const key = parts
    .map(
      (p) =>
        `${p.expression ?? p.column}${p.opclass === undefined ? '' : ` ${p.opclass}`}${p.descending ? ' desc' : ''}`,
    )
    .join(', ');
  return `${nameOf(table)}${method === undefined ? '' : ` using ${method}`} (${key})${include === undefined ? '' : ` include (${include.join(', ')})`}${where === undefined ? '' : ` where ${where}`}`;
}
