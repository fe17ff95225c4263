import { createPool, type DatabasePoolConnection, type DriverFactory } from 'slonik';
import { DbopsError, ServerError } from '../../model/error.ts';
import { type LoadTarget } from '../../model/load-target.ts';
import { type Value } from '../../model/query.ts';
import { reasonOf, safeUrl } from '../../model/url.ts';
import { type ConnectOptions } from '../dialect.ts';
import { copyChunks, copyInto, copyStatement } from './copy.ts';
import { cancelBackend, type PgAccess, pgConfig, pgDriver, processOf } from './pg.ts';
import { isPglite, type PgliteAccess, pgliteDriver } from './pglite.ts';
import { bound } from './values.ts';

export interface Answer {
  readonly command: string;
  readonly count: number;
  readonly rows: readonly Record<string, unknown>[];
}

/** One connection, held for as long as it lives: slonik for statements, the driver underneath for COPY and cancelling. */
export interface Wire {
  readonly url: string;
  readonly embedded: boolean;
  /** The process that the connection was told of when it began; null where none was. */
  readonly process: number | null;
  send(text: string, values?: readonly Value[]): Promise<Answer>;
  copy(target: LoadTarget, rows: AsyncIterable<readonly Value[]> | Iterable<readonly Value[]>): Promise<number>;
  /** Asks the server to stop what is running; does not wait for it to end. */
  cancel(pid: number): Promise<void>;
  close(): Promise<void>;
}

type QueryToken = Parameters<DatabasePoolConnection['query']>[0];

const EMBEDDED_CHUNK = 4 * 1024 * 1024;

/** Opens a connection. Throws `DbopsError('connection-failed')`, whose message never holds the password. */
export async function openWire(url: string, { connectTimeout = 10_000, extensions }: ConnectOptions): Promise<Wire> {
  const embedded = isPglite(url);
  const config = pgConfig(url, connectTimeout);
  const server: PgAccess = { client: null };
  const inside: PgliteAccess = { db: null };
  const { connection, close } = await hold(
    url,
    embedded ? pgliteDriver(url, inside, extensions) : pgDriver(config, server),
  );

  async function send(text: string, values: readonly Value[] = []): Promise<Answer> {
    // slonik turns `$slonik_` into `$` in every text; this spelling comes out of that as it was meant.
    const sql = text.replaceAll('$slonik_', '$slonik_slonik_');
    try {
      const token = { sql, values: values.map(bound), type: QUERY, parser: undefined } as unknown as QueryToken;
      const { command, rowCount, rows } = await connection.query(token);
      return { command, count: rowCount, rows: rows as readonly Record<string, unknown>[] };
    } catch (error) {
      throw serverError(error, text, url);
    }
  }

  async function copy(target: LoadTarget, rows: Parameters<Wire['copy']>[1]): Promise<number> {
    const statement = copyStatement(target, embedded ? `'/dev/blob'` : 'STDIN');
    try {
      if (server.client !== null) return await copyInto(server.client, target, rows);
      let count = 0;
      for await (const chunk of copyChunks(rows, EMBEDDED_CHUNK)) {
        await inside.db?.query(statement, [], { blob: new Blob([chunk.text]) });
        count += chunk.rows;
      }
      return count;
    } catch (error) {
      throw serverError(error, statement, url);
    }
  }

  const cancel = async (pid: number): Promise<void> => {
    if (!embedded) await cancelBackend(config, pid);
  };
  return { url: safeUrl(url), embedded, process: processOf(server), send, copy, cancel, close };
}

const QUERY = Symbol.for('SLONIK_TOKEN_QUERY');

/** A pool of one, whose only connection stays checked out until `close`. Nothing is retried, nothing times out by itself. */
async function hold(
  url: string,
  driverFactory: DriverFactory,
): Promise<{ connection: DatabasePoolConnection; close: () => Promise<void> }> {
  const pool = await createPool(url, {
    driverFactory,
    maximumPoolSize: 1,
    connectionRetryLimit: 0,
    queryRetryLimit: 0,
    transactionRetryLimit: 0,
    connectionTimeout: 'DISABLE_TIMEOUT',
    statementTimeout: 'DISABLE_TIMEOUT',
    idleInTransactionSessionTimeout: 'DISABLE_TIMEOUT',
    idleTimeout: 'DISABLE_TIMEOUT',
    gracefulTerminationTimeout: 1_000,
    resetConnection: async () => undefined,
  });
  pool.on('error', () => undefined);
  const ready = Promise.withResolvers<DatabasePoolConnection>();
  const released = Promise.withResolvers<void>();
  const life = pool.connect(async (connection) => {
    ready.resolve(connection);
    await released.promise;
  });
  life.catch(ready.reject);
  try {
    const connection = await ready.promise;
    const close = async (): Promise<void> => {
      released.resolve();
      await life.catch(() => undefined);
      await pool.end().catch(() => undefined);
    };
    return { connection, close };
  } catch (error) {
    await pool.end().catch(() => undefined);
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    if (cause instanceof DbopsError) throw cause;
    const message = `cannot connect to ${safeUrl(url)}: ${reasonOf(cause, url)}`;
    throw new DbopsError('connection-failed', message, { hint: hintOf(cause) });
  }
}

/** By PostgreSQL's appendix A: class 28 is about who, 3D000 about which database. */
function hintOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code.startsWith('28')) return 'check the user and the password in the URL of the target';
  if (code === '3D000') return 'create the database first (createdb), or mend its name in the URL';
  return 'check that the server runs and that the URL names its host, port, user and database';
}

interface DatabaseError extends Error {
  readonly code?: string;
  readonly position?: string | number;
  readonly detail?: string;
  readonly hint?: string;
  readonly where?: string;
  readonly severity?: string;
}

/** Appendix A: admin and crash shutdown, cannot connect now, idle for too long. The connection goes with them. */
const FAREWELLS: ReadonlySet<string> = new Set(['57P01', '57P02', '57P03', '57P05', '25P03']);

/** What the server refused is a `ServerError`; a connection that broke is a `DbopsError`; anything else is our own bug. */
function serverError(error: unknown, sql: string, url: string): unknown {
  if (error instanceof ServerError || error instanceof DbopsError || !(error instanceof Error)) return error;
  const { code, position, detail, hint, where, severity, message } = error as DatabaseError;
  if (severity !== undefined && code !== undefined && !FAREWELLS.has(code)) {
    const details = [detail, hint].filter((text) => text !== undefined && text !== '').join('; ');
    return new ServerError(message, {
      sql,
      sqlstate: code,
      ...(position === undefined ? {} : { position: Number(position) }),
      ...(details === '' ? {} : { detail: details }),
      ...(where === undefined ? {} : { within: where }),
      cause: error,
    });
  }
  if (
    FAREWELLS.has(code ?? '') ||
    /terminat|ECONN|EPIPE|not queryable|socket|destroyed|destroy|closed/i.test(`${code ?? ''} ${message}`)
  ) {
    const reason = /pending destroy|not queryable/.test(message) ? 'the server has closed it' : reasonOf(error, url);
    return new DbopsError('connection-failed', `lost the connection to ${safeUrl(url)}: ${reason}`, {
      hint: 'run the same command again to go on',
      cause: error,
    });
  }
  return error;
}
