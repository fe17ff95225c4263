import { createDriverFactory, type DriverFactory } from '@slonik/driver';
import pg from 'pg';
import { parserOf } from './values.ts';

/** The connection underneath a pool: COPY needs it, and its process id is what a cancel request names. */
export interface PgAccess {
  client: pg.Client | null;
}

/**
 * Settings that every session has, so that the server spells everything the same way wherever dbops runs; the last two are for
 * large catalogs, whose queries are sorted in memory and are over before they would be compiled.
 */
export const SETTINGS: Readonly<Record<string, string>> = {
  search_path: 'public',
  DateStyle: 'ISO, YMD',
  IntervalStyle: 'postgres',
  TimeZone: 'UTC',
  bytea_output: 'hex',
  extra_float_digits: '1',
  quote_all_identifiers: 'off',
  standard_conforming_strings: 'on',
  backslash_quote: 'safe_encoding',
  array_nulls: 'on',
  transform_null_equals: 'off',
  xmloption: 'content',
  default_tablespace: '',
  default_table_access_method: 'heap',
  default_transaction_isolation: 'read committed',
  default_transaction_deferrable: 'off',
  client_min_messages: 'warning',
  check_function_bodies: 'off',
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  work_mem: '64MB',
  jit: 'off',
};

/** Limits that not every version has. */
const NEWER_LIMITS = ['idle_session_timeout', 'transaction_timeout'];

export const setAll = `SELECT ${[
  ...Object.entries(SETTINGS).map(([name, value]) => `pg_catalog.set_config('${name}', '${value}', false)`),
  ...NEWER_LIMITS.map(
    (name) =>
      `CASE WHEN pg_catalog.current_setting('${name}', true) IS NOT NULL THEN pg_catalog.set_config('${name}', '0', false) END`,
  ),
].join(', ')}`;

export function pgConfig(url: string, connectTimeout: number): pg.ClientConfig {
  return {
    connectionString: url,
    connectionTimeoutMillis: connectTimeout,
    application_name: 'dbops',
    keepAlive: true,
    types: { getTypeParser: (oid: number) => parserOf(oid) as never },
  };
}

/** BackendKeyData of the start: https://www.postgresql.org/docs/current/protocol-flow.html */
export function processOf({ client }: PgAccess): number | null {
  return (client as { readonly processID?: number | null } | null)?.processID ?? null;
}

/** slonik over one `pg` connection. Errors pass as the server's own, with their sqlstate and position. */
export function pgDriver(config: pg.ClientConfig, access: PgAccess): DriverFactory {
  return createDriverFactory(async () => ({
    createPoolClient: async ({ clientEventEmitter }) => {
      const client = new pg.Client(config);
      client.on('error', (error) => clientEventEmitter.emit('error', error));
      access.client = client;
      return {
        connect: async () => {
          await client.connect();
        },
        end: () => client.end(),
        query: async (text, values) => {
          const result = await client.query({ text, values: values ?? [], queryMode: 'extended' } as pg.QueryConfig);
          return {
            command: result.command as 'SELECT',
            fields: result.fields.map((f) => ({ dataTypeId: f.dataTypeID, name: f.name })),
            rowCount: result.rowCount,
            rows: result.rows,
          };
        },
        stream: () => {
          throw new Error('sessions stream through cursors');
        },
      };
    },
  }));
}

/** Asks the server, over a connection of its own, to cancel what the given backend is running. */
export async function cancelBackend(config: pg.ClientConfig, pid: number): Promise<void> {
  const client = new pg.Client(config);
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT pg_catalog.pg_cancel_backend($1)', [pid]);
  } finally {
    await client.end().catch(() => undefined);
  }
}
