import { type Dialect } from '../../dialects/dialect.ts';
import { type DialectName } from '../../model/manifest.ts';
import { type Query, raw, sql } from '../../model/query.ts';
import { type MigrationFile } from '../file.ts';
import { type PeerContext, type PeerHistory, type PeerLock } from './format.ts';

/** A tool's own table, as a table entry: where it is, how it is known, what of it counts as applied. */
export interface PeerTable {
  readonly table: string;
  /** Its name on MySQL, where case counts. */
  readonly mysqlTable?: string;
  /** PostgreSQL: a schema of its own. */
  readonly schema?: string;
  /** Columns that tell it from another tool's table of the same name. */
  readonly columns: readonly string[];
  /** CREATE TABLE and what else it takes; `name` is the quoted table. */
  create(name: string, dialect: DialectName): readonly string[];
  readonly repeatables?: true;
  /** The rows, and which of the files they say have run; null in the place of a row's version: not one of them. */
  readonly rows: string;
  applied(rows: readonly Record<string, unknown>[], files: readonly MigrationFile[]): ReadonlySet<string>;
  add(file: MigrationFile, name: string, context: PeerContext): readonly (Query | string)[];
  remove(file: MigrationFile, name: string, context: PeerContext): readonly (Query | string)[];
  readonly lock?: (dialect: DialectName, place: LockPlace) => PeerLock | null;
}

export interface LockPlace {
  readonly database: string;
  readonly schema: string;
}

/** The bookkeeping of a peer that has one table. */
export function peerTable(spec: PeerTable): PeerHistory {
  const tableOf = (dialect: Dialect): string =>
    dialect.name === 'mysql' ? (spec.mysqlTable ?? spec.table) : spec.table;
  const nameOf = (dialect: Dialect): string =>
    dialect.quote.name(dialect.name === 'mysql' ? '' : (spec.schema ?? dialect.defaultSchema), tableOf(dialect));
  return {
    table: spec.table,
    async read(session, dialect, files) {
      const place = dialect.name === 'mysql' ? raw('database()') : (spec.schema ?? dialect.defaultSchema);
      const columns = await session.rows<{ name: string }>(
        sql`select column_name as name from information_schema.columns where table_schema = ${place} and table_name = ${tableOf(dialect)} order by ordinal_position`,
      );
      const names = columns.map((c) => c.name.toLowerCase());
      if (names.length === 0) return { table: 'absent' };
      if (!spec.columns.every((c) => names.includes(c))) return { table: 'foreign', columns: names };
      const rows = await session.rows(`${spec.rows.replace('{table}', nameOf(dialect))}`);
      return { table: 'present', versions: spec.applied(rows.map(lowered), files) };
    },
    ...(spec.repeatables ? { repeatables: spec.repeatables } : {}),
    create: (dialect) => [
      ...(spec.schema !== undefined && dialect.name === 'postgres'
        ? [`CREATE SCHEMA IF NOT EXISTS ${dialect.quote.ident(spec.schema)}`]
        : []),
      ...spec.create(nameOf(dialect), dialect.name),
    ],
    add: (file, context) => spec.add(file, nameOf(context.dialect), context),
    remove: (file, context) => spec.remove(file, nameOf(context.dialect), context),
    ...(spec.lock === undefined
      ? {}
      : {
          lock: (dialect, session) =>
            spec.lock?.(dialect.name, { database: session.server.database, schema: dialect.defaultSchema }) ?? null,
        }),
  };
}

/** Some servers give the names of columns in capitals. */
function lowered(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([k, v]) => [k.toLowerCase(), v]));
}

/** The lock of a tool that takes an advisory lock on PostgreSQL, a named one on MySQL. */
export function sessionLock(postgres: string | null, mysql: string | null): PeerTable['lock'] {
  return (dialect) => lockBy(dialect, dialect === 'postgres' ? postgres : mysql);
}

export function lockBy(dialect: DialectName, key: string | null): PeerLock | null {
  if (key === null) return null;
  return dialect === 'postgres'
    ? { take: `select pg_try_advisory_lock(${key}) as got`, free: `select pg_advisory_unlock(${key}) as got` }
    : { take: `select get_lock('${key}', 0) as got`, free: `select release_lock('${key}') as got` };
}

type Cell = string | number | boolean | null | { readonly sql: string };

/** `insert … select … where not exists`: what is there already stays as it is. */
export function insertOnce(
  dialect: Dialect,
  name: string,
  row: Readonly<Record<string, Cell>>,
  unless: string,
): string {
  const cells = Object.values(row).map((v) => (v !== null && typeof v === 'object' ? v.sql : dialect.quote.literal(v)));
  const columns = Object.keys(row).join(', ');
  return `INSERT INTO ${name} (${columns}) SELECT ${cells.join(', ')} FROM (SELECT 1 AS one) once WHERE NOT EXISTS (SELECT 1 FROM ${name} present WHERE ${unless})`;
}

/** The versions of files that a column of the rows names. */
export function byColumn(column: string, key: (file: MigrationFile) => string): PeerTable['applied'] {
  return (rows, files) => {
    const there = new Set(rows.map((r) => String(r[column])));
    return new Set(files.filter((f) => there.has(key(f))).map((f) => f.version));
  };
}
