import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { DbopsError, ServerError } from '../../model/error.ts';
import { type LoadTarget } from '../../model/load-target.ts';
import { type Query, sql, type Value } from '../../model/query.ts';
import { type ConnectOptions, type ServerInfo, type Session, type TransactionOptions } from '../dialect.ts';
import { setAll } from './pg.ts';
import { revealed } from './reveal.ts';
import { type Answer, openWire, type Wire } from './wire.ts';

const FETCH = 1000;
const COUNTS = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE', 'COPY', 'SELECT']);

/** Connects; see `Session`. Throws `DbopsError('connection-failed')`. */
export async function connect(url: string, options: ConnectOptions = {}): Promise<Session> {
  stopIfAborted(options.signal);
  const wire = await openWire(url, options);
  try {
    await wire.send(setAll);
    const { info, pid } = await describe(wire);
    refusePooler(wire, pid, url);
    const session = new PostgresSession({ url, wire, pid, options, depth: 0, cursors: 0, busy: 0 }, info, true);
    stopIfAborted(options.signal);
    return session;
  } catch (error) {
    await wire.close();
    throw error;
  }
}

/**
 * A pooler tells of a process of its own. Unless it keeps to one server connection for a session (`?pooler=session` in the URL says so),
 * settings and named locks of one client are another's: https://www.pgbouncer.org/features.html
 */
function refusePooler({ process, url: shown }: Wire, pid: number, url: string): void {
  if (process === null || process === pid || new URL(url).searchParams.get('pooler') === 'session') return;
  throw new DbopsError('pooled-connection', `${shown} leads to a connection pooler, not to the server itself`, {
    hint: 'name the host and port of the server; or, when the pooler pools by session: add ?pooler=session to the URL',
  });
}

async function describe(wire: Wire): Promise<{ info: ServerInfo; pid: number }> {
  const { rows } = await wire.send(
    `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
            current_database()::text AS database, current_user::text AS user, pg_backend_pid() AS pid,
            (SELECT oid::text FROM pg_database WHERE datname = current_database()) AS oid`,
  );
  const { pid, oid, ...rest } = rows[0] as {
    pid: number;
    oid: string;
    version: string;
    number: number;
    database: string;
    user: string;
  };
  const info: ServerInfo = {
    ...rest,
    product: 'postgres',
    embedded: wire.embedded,
    identity: `${await systemIdentifier(wire)}:${oid}`,
  };
  return { info, pid };
}

/** Some hosted servers keep `pg_control_system` to themselves; the database's oid then has to do. */
async function systemIdentifier(wire: Wire): Promise<string> {
  try {
    const { rows } = await wire.send('SELECT system_identifier::text AS id FROM pg_control_system()');
    return String(rows[0]?.id);
  } catch (error) {
    if (error instanceof ServerError) return 'unknown';
    throw error;
  }
}

/** What a session and its forks on the same connection share. */
interface Line {
  readonly url: string;
  readonly wire: Wire;
  readonly pid: number;
  readonly options: ConnectOptions;
  /** Open transaction and savepoints. */
  depth: number;
  cursors: number;
  /** Statements on their way. */
  busy: number;
}

class PostgresSession implements Session {
  readonly dialect = 'postgres';
  readonly server: ServerInfo;
  private readonly line: Line;
  private readonly owner: boolean;
  private readonly onAbort: () => void;

  constructor(line: Line, server: ServerInfo, owner: boolean) {
    this.line = line;
    this.server = server;
    this.owner = owner;
    this.onAbort = () => {
      if (line.busy > 0) line.wire.cancel(line.pid).catch(() => undefined);
    };
    line.options.signal?.addEventListener('abort', this.onAbort, { once: true });
  }

  get id(): string {
    return String(this.line.pid);
  }

  get url(): string {
    return this.line.wire.url;
  }

  get inTransaction(): boolean {
    return this.line.depth > 0;
  }

  async rows<T = Record<string, unknown>>(query: Query | string): Promise<T[]> {
    return [...(await this.ask(query)).rows] as T[];
  }

  async run(query: Query | string): Promise<number | null> {
    const text = typeof query === 'string' ? revealed(query) : query;
    try {
      const { command, count } = await this.ask(text);
      return COUNTS.has(command) ? count : null;
    } catch (error) {
      // What the server says may quote what was sent.
      if (text === query || typeof query !== 'string' || !(error instanceof ServerError)) throw error;
      throw new ServerError('the server refused a statement that holds secrets', {
        sql: query,
        ...(error.sqlstate === undefined ? {} : { sqlstate: error.sqlstate }),
      });
    }
  }

  async *stream<T = Record<string, unknown>>(query: Query | string): AsyncIterable<T> {
    const { line } = this;
    const owns = line.depth === 0;
    const cursor = `dbops_cursor_${++line.cursors}`;
    const { text, values } = bind(query);
    if (owns) await this.begin('BEGIN');
    let whole = false;
    try {
      await this.send(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${text}`, values);
      for (;;) {
        const { rows } = await this.send(`FETCH FORWARD ${FETCH} FROM ${cursor}`);
        yield* rows as T[];
        if (rows.length < FETCH) break;
      }
      whole = true;
    } finally {
      if (owns) await this.end(whole ? 'COMMIT' : 'ROLLBACK');
      else await this.send(`CLOSE ${cursor}`).catch(() => undefined);
    }
  }

  async transaction<T>(work: (session: Session) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    const { depth } = this.line;
    const point = `dbops_${depth}`;
    const nested = depth > 0;
    const isolation = options.snapshot ? ' ISOLATION LEVEL REPEATABLE READ READ ONLY' : '';
    await this.begin(nested ? `SAVEPOINT ${point}` : `BEGIN${isolation}`);
    const undo = async (): Promise<void> => {
      if (nested) await this.force(`ROLLBACK TO SAVEPOINT ${point}`);
      await this.end(nested ? `RELEASE SAVEPOINT ${point}` : 'ROLLBACK');
    };
    let result: T;
    try {
      result = await work(this);
      stopIfAborted(this.line.options.signal);
    } catch (error) {
      await undo().catch(() => undefined);
      throw error;
    }
    if (options.rollback) await undo();
    else await this.end(nested ? `RELEASE SAVEPOINT ${point}` : 'COMMIT');
    return result;
  }

  async lock(name: string, timeout: number): Promise<AsyncDisposable> {
    const key = createHash('sha256').update(`dbops ${name}`).digest().readBigInt64BE(0);
    const until = performance.now() + timeout;
    for (let wait = 50; ; wait = Math.min(wait * 2, 500)) {
      const [row] = await this.rows<{ got: boolean }>(sql`SELECT pg_catalog.pg_try_advisory_lock(${key}::int8) AS got`);
      if (row?.got) break;
      const left = until - performance.now();
      if (left <= 0) throw await this.lockedBySomebody(name, key);
      await delay(Math.min(wait, left), undefined, { signal: this.line.options.signal }).catch(() => undefined);
    }
    const release = async (): Promise<void> => {
      await this.force(`SELECT pg_catalog.pg_advisory_unlock(${key}::int8)`).catch(() => undefined);
    };
    return { [Symbol.asyncDispose]: release };
  }

  private async lockedBySomebody(name: string, key: bigint): Promise<DbopsError> {
    const [high, low] = [BigInt.asUintN(64, key) >> 32n, BigInt.asUintN(64, key) & 0xffffffffn];
    const holders = await this.rows<{ pid: number; who: string; since: string }>(
      sql`SELECT a.pid, concat_ws(' ', a.usename, a.application_name, host(a.client_addr)) AS who, a.backend_start::text AS since
          FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
          WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
            AND l.classid::text::bigint = ${high}::bigint AND l.objid::text::bigint = ${low}::bigint`,
    );
    return new DbopsError('lock-timeout', `another session holds the lock ${JSON.stringify(name)}`, {
      hint: 'wait until it is done and run again',
      details: holders.map((h) => `held by process ${h.pid} (${h.who.trim()}), connected since ${h.since}`),
    });
  }

  async limits(limits: { readonly lockTimeout?: number; readonly statementTimeout?: number }): Promise<void> {
    const settings = { lock_timeout: limits.lockTimeout, statement_timeout: limits.statementTimeout };
    const calls = Object.entries(settings).flatMap(([name, ms]) =>
      ms === undefined ? [] : [`pg_catalog.set_config('${name}', '${Math.max(0, Math.round(ms))}', false)`],
    );
    if (calls.length > 0) await this.send(`SELECT ${calls.join(', ')}`);
  }

  async load(into: LoadTarget, rows: AsyncIterable<readonly Value[]> | Iterable<readonly Value[]>): Promise<number> {
    if (this.server.embedded && this.line.depth === 0) return this.transaction(() => this.load(into, rows));
    return this.guarded(() => this.line.wire.copy(into, rows));
  }

  async fork(options: ConnectOptions = this.line.options): Promise<Session> {
    const { url } = this.line;
    return this.server.embedded ? new PostgresSession(this.line, this.server, false) : connect(url, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.line.options.signal?.removeEventListener('abort', this.onAbort);
    if (this.owner) await this.line.wire.close();
  }

  private ask(query: Query | string): Promise<Answer> {
    const { text, values } = bind(query);
    return this.send(text, values);
  }

  private send(text: string, values: readonly Value[] = []): Promise<Answer> {
    return this.guarded(() => this.line.wire.send(text, values));
  }

  /** Also after an abort: the way out of transactions and locks. */
  private force(text: string): Promise<Answer> {
    return this.line.wire.send(text);
  }

  private async guarded<T>(work: () => Promise<T>): Promise<T> {
    const { signal } = this.line.options;
    stopIfAborted(signal);
    this.line.busy += 1;
    try {
      return await work();
    } catch (error) {
      if (signal?.aborted) throw interrupted(error);
      throw error;
    } finally {
      this.line.busy -= 1;
    }
  }

  private async begin(text: string): Promise<void> {
    await this.send(text);
    this.line.depth += 1;
  }

  private async end(text: string): Promise<void> {
    this.line.depth -= 1;
    const { command } = await this.force(text);
    if (text === 'COMMIT' && command === 'ROLLBACK') {
      throw new ServerError('the transaction was rolled back, because a statement in it had failed', { sql: text });
    }
  }
}

function bind(query: Query | string): { text: string; values: readonly Value[] } {
  if (typeof query === 'string') return { text: query, values: [] };
  return { text: query.text.map((part, i) => (i === 0 ? part : `$${i}${part}`)).join(''), values: query.values };
}

function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw interrupted(undefined);
}

function interrupted(cause: unknown): DbopsError {
  return new DbopsError('interrupted', 'interrupted', { cause, hint: 'run the same command again to go on' });
}
