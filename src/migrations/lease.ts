import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Dialect, type Session } from '../dialects/dialect.ts';
import { DbopsError, ServerError } from '../model/error.ts';
import { raw, sql } from '../model/query.ts';
import { isLockTimeout } from './retry.ts';

/** ms after which a lease that nobody renews is anybody's, by the server's clock; and between two signs of life. */
const TERM = 30_000;
const BEAT = 5_000;
const NAME = 'lease';

/** The right to write to a target, by a row that says whose it is and until when. */
export interface Lease extends AsyncDisposable {
  /** Throws `lease-lost` when it is another's, or nobody's, by now. */
  check(): Promise<void>;
}

export interface LeaseRequest {
  readonly session: Session;
  readonly dialect: Dialect;
  /** ms to wait for another to be done. */
  readonly wait: number;
  /** For people: who holds it. */
  readonly who: string;
  /** ms; for tests. */
  readonly term?: number;
  readonly beat?: number;
}

/** Whose it is. The row says: until when (ms of the server's clock, so many digits until the year 2286), by whom, and who that is. */
interface Holder {
  readonly owner: string;
  readonly who: string;
}

const DIGITS = 13;

/**
 * Takes the lease, polled, and renews it over a connection of its own however long statements take. A holder that dies is followed once its
 * term is over. Makes the state tables. Throws `lock-timeout` after `wait` ms, naming the holder.
 */
export async function takeLease(request: LeaseRequest): Promise<Lease> {
  const { session, dialect, wait, who, term = TERM, beat = BEAT } = request;
  for (const statement of dialect.state.create) await session.run(statement);
  const owner = randomUUID();
  // No signal: an interrupted run keeps its lease until it has cleared up.
  const keeper = await session.fork({});
  await keeper.limits({ lockTimeout: beat, statementTimeout: beat });
  const until = performance.now() + wait;
  for (let pause = 50; ; pause = Math.min(pause * 2, 1000)) {
    const holder = await renewed(keeper, dialect, { owner, who }, term, 'take');
    if (holder.owner === owner) break;
    if (performance.now() + pause > until) {
      await keeper[Symbol.asyncDispose]();
      throw new DbopsError('lock-timeout', 'another run holds the lease of this database', {
        details: [`held by ${holder.who}`],
        hint: `wait until it is done and run again; if it is dead, its lease ends ${Math.round(term / 1000)} s after its last sign of life`,
      });
    }
    await sleep(pause);
  }
  return kept({ keeper, dialect, owner, who, term, beat });
}

interface Kept {
  readonly keeper: Session;
  readonly dialect: Dialect;
  readonly owner: string;
  readonly who: string;
  readonly term: number;
  readonly beat: number;
}

function kept({ keeper, dialect, owner, who, term, beat }: Kept): Lease {
  let line = keeper;
  let beaten = performance.now();
  let lost: string | null = null;
  let turn: Promise<void> = Promise.resolve();
  const renew = async (): Promise<void> => {
    const now = performance.now();
    try {
      const holder = await renewed(line, dialect, { owner, who }, term, 'renew');
      if (holder.owner === owner) beaten = now;
      else lost ??= holder.who;
    } catch {
      // The next beat tries a new connection, until the term is over.
      const next = await line.fork({}).catch(() => null);
      if (next === null) return;
      const former = line;
      line = next;
      await Promise.resolve(former[Symbol.asyncDispose]()).catch(() => undefined);
    }
  };
  const renewInTurn = (): Promise<void> => (turn = turn.then(renew));
  const timer = setInterval(renewInTurn, beat);
  timer.unref();
  return {
    async check() {
      await renewInTurn();
      if (lost === null && performance.now() - beaten < term) return;
      throw new DbopsError(
        'lease-lost',
        'another run may have taken this database over: its lease was not renewed in time',
        {
          details: lost === null ? [] : [`held by ${lost}`],
          hint: 'nothing further was run; see where it stands: dbops migrate status',
        },
      );
    },
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await turn;
      const state = raw(dialect.state.table('identity'));
      const mine = `% ${owner} %`;
      await line.run(sql`delete from ${state} where name = ${NAME} and value like ${mine}`).catch(() => undefined);
      await line[Symbol.asyncDispose]();
    },
  };
}

/**
 * Writes the lease anew where it is one's own (or, to take it, where its term is over), and gives whose it is then. Each statement commits
 * by itself: one who is stopped in between keeps nobody else from the row.
 */
async function renewed(
  session: Session,
  { quote, state }: Dialect,
  { owner, who }: Holder,
  term: number,
  how: 'take' | 'renew',
): Promise<Holder> {
  const [table, name] = [state.table('identity'), quote.literal(NAME)];
  const value = `concat(${state.clock} + ${term}, ${quote.literal(` ${owner} ${who}`)})`;
  const own = `value like ${quote.literal(`% ${owner} %`)}`;
  const over = `left(value, ${DIGITS}) < left(concat(${state.clock}, ''), ${DIGITS})`;
  const free = how === 'take' ? `(${own} or ${over})` : own;
  try {
    const written = await session.run(`update ${table} set value = ${value} where name = ${name} and ${free}`);
    if (written === 0 && how === 'take')
      await session.run(`insert into ${table} (name, value) values (${name}, ${value})`);
  } catch (error) {
    // Another was quicker: with its row, or with its commit on another server.
    const taken = error instanceof ServerError && (error.sqlstate === '23505' || error.errno === 1062);
    if (how === 'renew' || !(taken || isLockTimeout(error))) throw error;
  }
  const [row] = await session.rows<{ value: string }>(`select value from ${table} where name = ${name}`);
  const [, holder = '', ...words] = row?.value.split(' ') ?? [];
  return { owner: holder, who: row === undefined ? 'nobody' : words.join(' ') };
}
