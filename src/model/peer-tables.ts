import { type Scope } from './manifest.ts';
import { idOf, type SchemaObject, tableIdOf } from './object.ts';
import { type RawSql, raw } from './query.ts';

/** A table (or on PostgreSQL a schema of nothing else) in which a migration tool remembers what ran. */
interface PeerPlace {
  readonly layout: string;
  readonly names: readonly string[];
  /** Columns and types that tell it from another tool's table of that name; any when absent. */
  readonly columns?: Readonly<Record<string, RegExp>>;
}

const PLACES: readonly PeerPlace[] = [
  { layout: 'dbmate', names: ['schema_migrations'], columns: { version: /char[a-z ]*\((?:128|255)\)$/i } },
  {
    layout: 'golang-migrate',
    names: ['schema_migrations'],
    columns: { version: /^bigint/i, dirty: /^(?:bool|tinyint)/i },
  },
  { layout: 'flyway', names: ['flyway_schema_history'] },
  { layout: 'alembic', names: ['alembic_version'] },
  { layout: 'prisma', names: ['_prisma_migrations'] },
  {
    layout: 'liquibase',
    names: ['databasechangelog', 'databasechangeloglock', 'DATABASECHANGELOG', 'DATABASECHANGELOGLOCK'],
  },
  { layout: 'sqitch', names: ['sqitch'] },
  { layout: 'graphile-migrate', names: ['graphile_migrate'] },
  { layout: 'node-pg-migrate', names: ['pgmigrations', 'pgmigrations_id_seq'] },
  { layout: 'atlas', names: ['atlas_schema_revisions'] },
];

/** The names of all such tables and schemas: what is called so is out of scope unless the scope's `peers` name it. */
export const PEER_NAMES: ReadonlySet<string> = new Set(PLACES.flatMap((p) => p.names));

/** The same, for the `sql` tag: `name in (${PEER_LIST})`. */
export const PEER_LIST: RawSql = raw([...PEER_NAMES].map((name) => `'${name}'`).join(', '));

/** Whether a name is that of bookkeeping which the scope does not name. */
export function isPeerUnseen({ peers = [] }: Scope, name: string): boolean {
  return PEER_NAMES.has(name) && !peers.includes(name);
}

/** The names among the objects (and of their schemas) that are usual for bookkeeping. */
export function peerNames(objects: readonly SchemaObject[]): string[] {
  const names = objects.flatMap((o) => [o.name, o.schema]).filter((name) => PEER_NAMES.has(name));
  return [...new Set(names)].sort();
}

/** Whether a table of these columns (name → type) is where the layout remembers what ran. */
export function isBookkeeping(layout: string, name: string, columns: ReadonlyMap<string, string>): boolean {
  return PLACES.some(
    (p) =>
      p.layout === layout &&
      p.names.includes(name) &&
      (p.columns === undefined ||
        (columns.size === Object.keys(p.columns).length &&
          Object.entries(p.columns).every(([column, type]) => type.test(columns.get(column) ?? '')))),
  );
}

/** What of a database's tables and schemas (with their columns, name → type) is bookkeeping that is neither in scope nor the layout's own. */
export function unseenPeers<T extends { readonly name: string; readonly columns: Readonly<Record<string, string>> }>(
  scope: Scope,
  found: readonly T[],
): T[] {
  const { layout = '' } = scope;
  const own = (t: T): boolean => isBookkeeping(layout, t.name, new Map(Object.entries(t.columns)));
  return found.filter((t) => isPeerUnseen(scope, t.name) && !own(t));
}

/** The objects but for what the layout keeps by itself: its tables with all that is on them, its schema with all that is in it. */
export function withoutBookkeeping(objects: readonly SchemaObject[], layout: string): SchemaObject[] {
  if (peerNames(objects).length === 0) return [...objects];
  const own = new Set(objects.flatMap((o) => (isBookkeeping(layout, o.name, columnsOf(o)) ? [idOf(o)] : [])));
  return objects.filter((o) => !own.has(tableIdOf(o) ?? idOf(o)) && !isBookkeeping(layout, o.schema, new Map()));
}

function columnsOf(object: SchemaObject): ReadonlyMap<string, string> {
  return new Map(object.kind === 'table' ? object.columns.map((c) => [c.name, c.type]) : []);
}
