import { type EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import mysql from '@databases/mysql';
import { DbopsError, ServerError } from '../../model/error.ts';
import { reasonOf, safeUrl } from '../../model/url.ts';
import { type ConnectOptions } from '../dialect.ts';
import { driverUrl } from './address.ts';

export interface Answer {
  readonly rows: readonly Record<string, unknown>[];
  /** Rows that an INSERT, UPDATE or DELETE found; null when the statement gave rows. */
  readonly affected: number | null;
  /** Whether a transaction is open after the statement; null when it gave rows, for then the server's word is lost. */
  readonly inTransaction: boolean | null;
}

/** Whether something that the server gave is the rows of a query. */
export function isRead(result: unknown): boolean {
  return (result as Partial<Answer> | undefined)?.affected === null;
}

/** One connection, held for as long as it lives. Texts are sent as they are: one statement each, nothing is a placeholder. */
export interface Wire {
  readonly url: string;
  send(text: string): Promise<Answer>;
  /** The rows of each of several statements, sent at once; only over a wire that was opened for it. */
  sendAll(texts: readonly string[]): Promise<readonly Record<string, unknown>[][]>;
  stream(text: string): AsyncGenerator<Record<string, unknown>>;
  /** Asks the server, over a connection of its own, to stop what connection `id` runs. */
  kill(id: string): Promise<void>;
  close(): Promise<void>;
}

type Pool = ReturnType<typeof mysql.default>;
type Connection = Parameters<Parameters<Pool['task']>[0]>[0];

const IN_TRANSACTION = 1;
/** Rows read ahead of who asks for them. */
const AHEAD = 256;
/** ms that the server has to take leave. */
const FAREWELL = 1_000;

/** Opens a connection. Throws `DbopsError('connection-failed')`, whose message never holds the password. */
export async function openWire(
  url: string,
  { connectTimeout = 10_000 }: ConnectOptions,
  statements: 'one' | 'several' = 'one',
): Promise<Wire> {
  const shown = safeUrl(url);
  const { connection, broken, close } = await hold(driverUrl(url, connectTimeout, statements), url, connectTimeout);

  async function send(text: string): Promise<Answer> {
    try {
      // In an array, because @databases cuts a lone query at its semicolons, in literals too.
      const [result] = await connection.query([mysql.sql.__dangerous__rawValue(text)]);
      return answerOf(result);
    } catch (error) {
      throw serverError(error, text, url);
    }
  }

  async function sendAll(texts: readonly string[]): Promise<readonly Record<string, unknown>[][]> {
    const text = texts.join(';\n');
    try {
      const [result] = await connection.query([mysql.sql.__dangerous__rawValue(text)]);
      return (texts.length === 1 ? [result] : result) as Record<string, unknown>[][];
    } catch (error) {
      throw serverError(error, text, url);
    }
  }

  async function* stream(text: string): AsyncGenerator<Record<string, unknown>> {
    const rows = connection
      .queryStream(mysql.sql.__dangerous__rawValue(text), { highWaterMark: AHEAD })
      [Symbol.asyncIterator]();
    let whole = false;
    try {
      for (;;) {
        const next = await broken.orElse(rows.next());
        if (next.done) break;
        yield next.value as Record<string, unknown>;
      }
      whole = true;
    } catch (error) {
      whole = true;
      throw serverError(error, text, url);
    } finally {
      if (!whole) await rows.return?.();
    }
  }

  async function kill(id: string): Promise<void> {
    const other = await hold(driverUrl(url, connectTimeout), url, connectTimeout);
    try {
      await other.connection.query([mysql.sql.__dangerous__rawValue(`KILL QUERY ${id}`)]);
    } finally {
      await other.close();
    }
  }

  return { url: shown, send, sendAll, stream, kill, close };
}

/** An OK packet, as mysql2 gives it. */
interface Header {
  readonly affectedRows: number;
  readonly serverStatus: number;
}

function answerOf(result: unknown): Answer {
  if (Array.isArray(result)) {
    // A procedure gives a list of results.
    const rows: unknown = Array.isArray(result[0]) ? result[0] : result;
    return { rows: rows as readonly Record<string, unknown>[], affected: null, inTransaction: null };
  }
  const { affectedRows, serverStatus } = result as Header;
  return { rows: [], affected: affectedRows, inTransaction: (serverStatus & IN_TRANSACTION) !== 0 };
}

/** Tells whoever waits for rows that the connection is gone: the driver says so only to listeners. */
interface Broken {
  lost(): boolean;
  orElse<T>(work: Promise<T>): Promise<T>;
}

interface Held {
  readonly connection: Connection;
  readonly broken: Broken;
  close(): Promise<void>;
}

/** A pool of one, whose only connection stays checked out until `close`. Nothing is retried, nothing times out by itself. */
async function hold(driven: string, url: string, connectTimeout: number): Promise<Held> {
  const pool = mysql.default({
    connectionString: driven,
    poolSize: 1,
    idleTimeoutMilliseconds: 0,
    queueTimeoutMilliseconds: 2 * connectTimeout + 1_000,
    acquireLockTimeoutMilliseconds: Infinity,
    bigIntMode: 'string',
    dateMode: 'string',
    dateTimeMode: 'string',
    timeStampMode: 'string',
    timeZone: { client: 'utc' },
    onError: () => undefined,
  });
  const ready = Promise.withResolvers<Connection>();
  const released = Promise.withResolvers<void>();
  const life = pool.task(async (connection) => {
    ready.resolve(connection);
    await released.promise;
  });
  life.catch(ready.reject);
  try {
    const connection = await ready.promise;
    const client = clientOf(connection);
    const broken = watch(client);
    const close = async (): Promise<void> => {
      const farewell = client.end().catch(() => undefined);
      if (!broken.lost()) await Promise.race([farewell, delay(FAREWELL, undefined, { ref: false })]);
      client.destroy();
      released.resolve();
      // Not waited for: rows that never came to their end keep the pool from ever being empty.
      pool.dispose().catch(() => undefined);
    };
    return { connection, broken, close };
  } catch (error) {
    await pool.dispose().catch(() => undefined);
    const message = `cannot connect to ${safeUrl(url)}: ${reasonOf(error, url)}`;
    throw new DbopsError('connection-failed', message, { hint: hintOf(error) });
  }
}

/** By the error reference of the servers: 1045 and 1698 are about who, 1049 about which database. */
function hintOf(error: unknown): string {
  const errno = error instanceof Error && 'errno' in error ? error.errno : undefined;
  if (errno === 1045 || errno === 1698) return 'check the user and the password in the URL of the target';
  if (errno === 1049) return 'create the database first (create database), or mend its name in the URL';
  return 'check that the server runs and that the URL names its host, port, user and database';
}

interface Client extends EventEmitter {
  end(): Promise<void>;
  destroy(): void;
}

// @databases lets nobody listen to a connection in use, and one that breaks without a listener ends the process.
function clientOf(connection: Connection): Client {
  return (connection as unknown as { readonly _driver: { readonly client: Client } })._driver.client;
}

function watch(client: Client): Broken {
  let lost: unknown;
  let waiting: ((error: unknown) => void) | null = null;
  client.on('error', (error: unknown) => {
    lost ??= error;
    waiting?.(error);
  });
  return {
    lost: () => lost !== undefined,
    orElse: (work) =>
      new Promise((resolve, reject) => {
        if (lost !== undefined) reject(lost);
        waiting = reject;
        work.then(resolve, reject);
      }),
  };
}

interface DriverError extends Error {
  readonly code?: string;
  readonly errno?: number;
  readonly sqlState?: string;
  readonly sqlMessage?: string;
}

/** Server shutdown, and a session that was killed: the connection goes with them. */
const FATAL: ReadonlySet<number | undefined> = new Set([1053, 1927, 3169, 4031]);

/** What the server refused is a `ServerError`; a connection that broke is a `DbopsError`; anything else is our own bug. */
function serverError(error: unknown, sql: string, url: string): unknown {
  if (error instanceof ServerError || error instanceof DbopsError || !(error instanceof Error)) return error;
  const { code, errno, sqlState, sqlMessage } = error as DriverError;
  if (sqlMessage !== undefined && sqlState !== undefined && errno !== undefined && !FATAL.has(errno)) {
    const position = errno === 1064 ? positionIn(sql, sqlMessage) : undefined;
    return new ServerError(sqlMessage, {
      sql,
      sqlstate: sqlState,
      errno,
      ...(position === undefined ? {} : { position }),
      cause: error,
    });
  }
  if (
    FATAL.has(errno) ||
    /PROTOCOL|ECONN|EPIPE|closed|lost|packets? out of order/i.test(`${code ?? ''} ${error.message}`)
  ) {
    const reason = /closed state/.test(error.message) ? 'the server has closed it' : reasonOf(error, url);
    return new DbopsError('connection-failed', `lost the connection to ${safeUrl(url)}: ${reason}`, {
      hint: 'run the same command again to go on',
      cause: error,
    });
  }
  return error;
}

/** 1-based offset of the text that a syntax error quotes: `… near 'frm t' at line 2`. */
function positionIn(sql: string, message: string): number | undefined {
  const [, near = '', line] = / near '(.*)' at line (\d+)$/s.exec(message) ?? [];
  if (near === '' || line === undefined) return undefined;
  const start = sql
    .split('\n')
    .slice(0, Number(line) - 1)
    .join('\n').length;
  const found = sql.indexOf(near, start);
  return found < 0 ? undefined : found + 1;
}
