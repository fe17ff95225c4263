import { type Query, sql } from '../../model/query.ts';
import { type StateSql } from '../dialect.ts';
import { quote } from './quote.ts';

const SCHEMA = 'dbops';

const table: StateSql['table'] = (name) => quote.name(SCHEMA, name);

/** dbops's own tables, in a schema of their own. Times are ISO-8601 texts in UTC. */
export const state: StateSql = {
  table,
  create: [
    `CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`,
    `CREATE TABLE IF NOT EXISTS ${table('history')} (version text PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, plan text, status text NOT NULL, statements bigint NOT NULL, done bigint NOT NULL, started_at text, finished_at text, applied_by text, ms bigint, error text)`,
    `CREATE TABLE IF NOT EXISTS ${table('spelling')} (object text PRIMARY KEY, manifest_digest text NOT NULL, catalog_digest text NOT NULL)`,
    `CREATE TABLE IF NOT EXISTS ${table('seeds')} (set_name text PRIMARY KEY, definition text NOT NULL, fingerprint text NOT NULL, rows_total bigint NOT NULL, applied_at text NOT NULL)`,
    `CREATE TABLE IF NOT EXISTS ${table('seed_rows')} (set_name text NOT NULL, row_key text NOT NULL, PRIMARY KEY (set_name, row_key))`,
    `CREATE TABLE IF NOT EXISTS ${table('identity')} (name text PRIMARY KEY, value text NOT NULL)`,
  ],
  upsert(name, row, key): Query {
    const columns = Object.keys(row);
    const others = columns.filter((c) => !key.includes(c)).map((c) => `${quote.ident(c)} = excluded.${quote.ident(c)}`);
    const list = (names: readonly string[]): string => names.map(quote.ident).join(', ');
    const conflict = others.length === 0 ? 'DO NOTHING' : `DO UPDATE SET ${others.join(', ')}`;
    const head = `INSERT INTO ${table(name)} (${list(columns)}) VALUES (`;
    const tail = `) ON CONFLICT (${list(key)}) ${conflict}`;
    return {
      text: [head, ...columns.slice(1).map(() => ', '), tail],
      values: Object.values(row),
    };
  },
  clock: 'floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint',
  async exists(session) {
    const [found] = await session.rows<{ all: boolean }>(
      sql`SELECT count(*) = 5 AS all FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname = ${SCHEMA} AND c.relkind = 'r'
            AND c.relname IN ('history', 'spelling', 'seeds', 'seed_rows', 'identity')`,
    );
    return found?.all ?? false;
  },
};
