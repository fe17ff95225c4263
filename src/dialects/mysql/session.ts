import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { invariant, ServerError } from '../../model/error.ts';
import { type LoadTarget } from '../../model/load-target.ts';
import { type Query, sql, type Value } from '../../model/query.ts';
import { type ConnectOptions, type ServerInfo, type Session, type TransactionOptions } from '../dialect.ts';
import { CHUNK, insertChunks } from './copy.ts';
import { type Line } from './line.ts';
import { lockedBySomebody } from './lock-holders.ts';
import { pipelined } from './pipelined.ts';
import { describe } from './server-facts.ts';
import { interrupted, KILLED, LONGEST_TIMER, ROLLED_BACK, stopIfAborted, timedOut, tooLong } from './session-errors.ts';
import { type Limits, SERVER_SETTINGS, SESSION_SETTINGS, setAll, setLimits, settingsUse } from './settings.ts';
import { textOf } from './values.ts';
import { type Answer, isRead, openWire, type Wire } from './wire.ts';

/** Statements that are not worth a connection of their own. */
const FEW = 3;
const COUNTS = /^\s*(?:insert|update|delete|replace|load|with)\b/i;

/** Connects; see `Session`. Throws `DbopsError('connection-failed')`. */
export async function connect(url: string, options: ConnectOptions = {}): Promise<Session> {
  stopIfAborted(options.signal);
  const wire = await openWire(url, options);
  try {
    const facts = await describe(wire);
    for (const statement of setAll(facts.info.product)) await wire.send(statement);
    stopIfAborted(options.signal);
    return new MysqlSession({
      url,
      wire,
      facts,
      options,
      depth: 0,
      ended: null,
      given: false,
      running: 0,
      timeout: 0,
      stopping: null,
    });
  } catch (error) {
    await wire.close();
    throw error;
  }
}

/** A session to another database of the same server, or to none; with the same user, but a signal of its own. */
export function connectBeside(session: Session, database: string, signal: AbortSignal | undefined): Promise<Session> {
  invariant(session instanceof MysqlSession, 'a session of another dialect');
  return session.beside(database, signal);
}

/**
 * What `each` makes of the rows of each of many statements that change nothing, in few round trips, while the next is on its way: by
 * a connection of its own to the same database, the only one that takes several statements at once.
 */
export function rowsOfEach<T, R = T[]>(
  session: Session,
  statements: readonly string[],
  each: (rows: T[]) => R = (rows) => rows as R,
): Promise<R[]> {
  invariant(session instanceof MysqlSession, 'a session of another dialect');
  return session.rowsOfEach(statements, each);
}

/** Another connection to the same database, which takes several statements at once. */
export function severalOf(session: Session): Promise<Wire> {
  invariant(session instanceof MysqlSession, 'a session of another dialect');
  return session.several();
}

class MysqlSession implements Session {
  readonly dialect = 'mysql';
  readonly server: ServerInfo;
  private readonly line: Line;
  private readonly onAbort: () => void;

  constructor(line: Line) {
    this.line = line;
    this.server = line.facts.info;
    this.onAbort = () => this.stop();
    line.options.signal?.addEventListener('abort', this.onAbort, { once: true });
  }

  get inTransaction(): boolean {
    return this.line.depth > 0;
  }

  get id(): string {
    return this.line.facts.id;
  }

  get url(): string {
    return this.line.wire.url;
  }

  async rows<T = Record<string, unknown>>(query: Query | string): Promise<T[]> {
    return [...(await this.send(textOf(query))).rows] as T[];
  }

  async run(query: Query | string): Promise<number | null> {
    const text = textOf(query);
    const { affected } = await this.sendSettled(text);
    return COUNTS.test(text) ? affected : null;
  }

  async *stream<T = Record<string, unknown>>(query: Query | string): AsyncIterable<T> {
    const rows = this.line.wire.stream(textOf(query));
    let whole = false;
    try {
      for (;;) {
        const next = await this.guarded(() => rows.next());
        if (next.done) break;
        yield next.value as T;
      }
      whole = true;
    } catch (error) {
      whole = true;
      throw error;
    } finally {
      // What is not wanted any more would still be sent, and read, to its last row.
      if (!whole) {
        await this.line.wire.kill(this.line.facts.id).catch(() => undefined);
        await rows.return(undefined);
        await this.force('DO 0').catch(() => undefined);
      }
    }
  }

  async transaction<T>(work: (session: Session) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    const { line } = this;
    const point = line.depth === 0 ? null : `dbops_${line.depth}`;
    await this.begin(point, options.snapshot ?? false);
    let result: T;
    try {
      result = await work(this);
      stopIfAborted(line.options.signal);
    } catch (error) {
      await this.undo(point).catch(() => undefined);
      throw error;
    }
    await (options.rollback ? this.undo(point) : this.keep(point));
    return result;
  }

  async lock(name: string, timeout: number): Promise<AsyncDisposable> {
    // Names of locks are the server's, not the database's, and have at most 64 characters.
    const digest = createHash('sha256').update(`${this.server.database}\0${name}`).digest('hex');
    const key = `dbops_${digest.slice(0, 58)}`;
    const until = performance.now() + timeout;
    for (let wait = 50; ; wait = Math.min(wait * 2, 500)) {
      const [row] = await this.rows<{ got: number | string | null }>(sql`SELECT GET_LOCK(${key}, 0) AS got`);
      if (Number(row?.got) === 1) break;
      const left = until - performance.now();
      if (left <= 0) throw await lockedBySomebody(this, name, key);
      await delay(Math.min(wait, left), undefined, { signal: this.line.options.signal }).catch(() => undefined);
    }
    const release = async (): Promise<void> => {
      await this.force(textOf(sql`DO RELEASE_LOCK(${key})`)).catch(() => undefined);
    };
    return { [Symbol.asyncDispose]: release };
  }

  async limits(limits: Limits): Promise<void> {
    const { product } = this.server;
    for (const statement of setLimits(product, limits)) await this.send(statement);
    const { statementTimeout } = limits;
    if (statementTimeout !== undefined && product === 'mysql') this.line.timeout = Math.max(0, statementTimeout);
  }

  async load(into: LoadTarget, rows: AsyncIterable<readonly Value[]> | Iterable<readonly Value[]>): Promise<number> {
    if (this.line.depth === 0) return this.transaction(() => this.load(into, rows));
    let count = 0;
    const { packet } = this.line.facts;
    for await (const chunk of insertChunks(into, rows, Math.min(CHUNK, packet / 4))) {
      // The server would hang up on it, and the reason would be lost.
      if (chunk.text.length > packet / 4 && Buffer.byteLength(chunk.text) >= packet) {
        throw tooLong(into, count + chunk.rows, packet);
      }
      await this.send(chunk.text);
      count += chunk.rows;
    }
    return count;
  }

  fork(options: ConnectOptions = this.line.options): Promise<Session> {
    return connect(this.line.url, options);
  }

  beside(database: string, signal: AbortSignal | undefined): Promise<Session> {
    const url = new URL(this.line.url);
    url.pathname = `/${encodeURIComponent(database)}`;
    return connect(url.href, { ...this.line.options, signal });
  }

  async rowsOfEach<T, R>(statements: readonly string[], each: (rows: T[]) => R): Promise<R[]> {
    if (statements.length <= FEW) {
      const found: R[] = [];
      for (const text of statements) found.push(each(await this.rows<T>(text)));
      return found;
    }
    const wire = await this.several();
    try {
      return await pipelined(statements, (some) => this.guarded(() => wire.sendAll(some)), each);
    } finally {
      await wire.close();
    }
  }

  async several(): Promise<Wire> {
    const { url, options, facts } = this.line;
    const wire = await openWire(url, options, 'several');
    try {
      for (const statement of setAll(facts.info.product)) await wire.send(statement);
      return wire;
    } catch (error) {
      await wire.close();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.line.options.signal?.removeEventListener('abort', this.onAbort);
    await this.line.stopping;
    await this.line.wire.close();
  }

  /** Stored code is made under the server's own settings, as by any other client, unless a statement before it has given others. */
  private async sendSettled(text: string): Promise<Answer> {
    const use = settingsUse(text);
    if (use === 'gives' || use === 'gives back') this.line.given = use === 'gives';
    if (use === null || use === 'gives' || (use === 'takes' && this.line.given)) return this.send(text);
    try {
      if (use === 'takes') await this.send(SERVER_SETTINGS);
      return await this.send(text);
    } finally {
      await this.force(SESSION_SETTINGS);
    }
  }

  private async send(text: string): Promise<Answer> {
    const { line } = this;
    if (line.ended === 'rolled back') throw new ServerError(ROLLED_BACK, { sql: text });
    try {
      const answer = await this.guarded(() => line.wire.send(text), text);
      if (line.depth > 0 && answer.inTransaction === false) line.ended ??= 'committed';
      return answer;
    } catch (error) {
      if (line.depth > 0 && error instanceof ServerError && line.facts.fatal.has(error.errno))
        line.ended = 'rolled back';
      throw error;
    }
  }

  /** Also after an abort: the way out of transactions and locks. */
  private async force(text: string): Promise<Answer> {
    await this.line.stopping;
    return this.line.wire.send(text);
  }

  /** Runs something on the server, and has it stopped there when its time is over or the signal is given. */
  private async guarded<T>(work: () => Promise<T>, text = ''): Promise<T> {
    const { line } = this;
    const { signal } = line.options;
    stopIfAborted(signal);
    await line.stopping;
    let late = false;
    const onTime = (): void => {
      late = true;
      this.stop();
    };
    const timer = line.timeout > 0 ? setTimeout(onTime, Math.min(line.timeout, LONGEST_TIMER)) : undefined;
    line.running += 1;
    try {
      const result = await work();
      // SLEEP, when killed, gives a row as if nothing had happened; what gives rows has changed nothing.
      if (isRead(result)) {
        stopIfAborted(signal);
        if (late) throw timedOut(text, line.timeout, undefined);
      }
      return result;
    } catch (error) {
      if (signal?.aborted) throw interrupted(error);
      if (late && error instanceof ServerError && error.errno === KILLED) throw timedOut(text, line.timeout, error);
      throw error;
    } finally {
      clearTimeout(timer);
      line.running -= 1;
    }
  }

  private stop(): void {
    const { line } = this;
    if (line.running === 0 || line.stopping !== null) return;
    line.stopping = line.wire
      .kill(line.facts.id)
      .catch(() => undefined)
      .finally(() => {
        line.stopping = null;
      });
  }

  private async begin(point: string | null, snapshot: boolean): Promise<void> {
    const { line } = this;
    if (point !== null) await this.send(`SAVEPOINT ${point}`);
    else if (snapshot) {
      await this.send('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
      await this.send('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
    } else await this.send('START TRANSACTION');
    line.depth += 1;
  }

  /** Leaves a transaction, or a savepoint; gives how the server had ended the transaction by itself. */
  private leave(): Line['ended'] {
    const { line } = this;
    const { ended } = line;
    line.depth -= 1;
    if (line.depth === 0) line.ended = null;
    return ended;
  }

  private async keep(point: string | null): Promise<void> {
    const ended = this.leave();
    if (ended === 'rolled back') throw new ServerError(ROLLED_BACK, { sql: 'COMMIT' });
    if (point === null) await this.force('COMMIT');
    else if (ended === null) await this.force(`RELEASE SAVEPOINT ${point}`);
  }

  private async undo(point: string | null): Promise<void> {
    const ended = this.leave();
    if (point === null) await this.force('ROLLBACK');
    else if (ended === null) {
      await this.force(`ROLLBACK TO SAVEPOINT ${point}`);
      await this.force(`RELEASE SAVEPOINT ${point}`);
    }
    if (ended === 'committed') {
      throw new ServerError('the transaction cannot be rolled back, because a statement in it has committed it', {
        sql: 'ROLLBACK',
      });
    }
  }
}
