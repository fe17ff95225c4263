import { type Dialect, type Session } from '../dialects/dialect.ts';
import { DbopsError } from '../model/error.ts';
import { type Safety } from '../model/manifest.ts';
import { type Backfill } from '../model/step.ts';
import { runBackfill } from './backfill.ts';
import { type Direction, type MigrationEvent } from './event.ts';
import { type MigrationFile, type MigrationSection, type MigrationStatement } from './file.ts';
import { type PeerContext, type PeerHistory } from './formats/format.ts';
import { type Copyist, runOnline } from './hand-over.ts';
import { type Held, heldTogether, runHeld } from './held.ts';
import { appliedRow, beginRow, forgetRow, type HistoryRow, saveRow } from './history.ts';
import { type Lookout } from './lookout.ts';
import { isLockTimeout, stopWhenAborted, withLockRetries } from './retry.ts';
import { checkLease } from './run-lock.ts';

/** One direction of one file, on its way into the database. */
export interface Job {
  readonly session: Session;
  readonly dialect: Dialect;
  readonly file: MigrationFile;
  readonly direction: Direction;
  readonly section: MigrationSection;
  /** Null when the peer's table belongs to another tool. */
  readonly peer: { readonly history: PeerHistory; readonly context: PeerContext } | null;
  /** What an earlier run left unfinished; for a `down`, the applied row. */
  readonly row: HistoryRow | null;
  readonly safety: Safety;
  readonly lookout: Lookout;
  readonly copyist?: Copyist | undefined;
  readonly signal: AbortSignal | undefined;
  emit(event: MigrationEvent): void;
}

/** The statement at which a section stopped (its length: at the commit), with the cause; `done` statements before it are kept. */
export class StatementFailure extends Error {
  readonly index: number;
  readonly done: number;
  /** Who was in the way of it. */
  readonly blockers: readonly string[];

  constructor(index: number, done: number, cause: unknown, blockers: readonly string[]) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.index = index;
    this.done = done;
    this.blockers = blockers;
  }
}

/** Runs the section and records it: all in one transaction, or statement by statement with a journal. Throws `StatementFailure`. */
export async function runSection(job: Job): Promise<void> {
  const transactional = job.section.transaction && job.dialect.name === 'postgres';
  await (transactional ? runTogether(job) : runApart(job));
}

async function runTogether(job: Job): Promise<void> {
  const { session, section, direction } = job;
  const row = beginRow(job.file, session, section.statements.length);
  let index = 0;
  try {
    await withLockRetries(
      () =>
        session.transaction(async (tx) => {
          await limit(tx, job);
          for (index = 0; index < section.statements.length; index++) {
            await told(job, index, (statement) => limited(tx, job, statement));
          }
          await finish(tx, job, row);
        }),
      retries(job),
    );
  } catch (error) {
    if (direction === 'up') await note(job, { ...row, status: 'failed', error: messageOf(error) });
    throw new StatementFailure(index, 0, error, job.lookout.seen());
  }
}

/**
 * Outside a transaction each statement commits by itself, so the journal says before each one which is in flight. A
 * statement that changes rows shares a transaction with its journal entry: a resumed run cannot do it twice.
 */
async function runApart(job: Job): Promise<void> {
  const { session, dialect, section } = job;
  const begun = job.direction === 'up' || job.row?.status === 'reverting' ? job.row : null;
  const status = job.direction === 'up' ? 'running' : 'reverting';
  const fresh = beginRow(job.file, session, section.statements.length);
  let row: HistoryRow = {
    ...fresh,
    status,
    ...(begun === null ? {} : { done: begun.done, startedAt: begun.startedAt }),
  };
  let flight: Flight = { open: begun !== null, cutOff: begun !== null && begun.status !== 'failed' };
  try {
    await saveRow(session, dialect, row);
    await settingsAgain(session, section.statements.slice(0, row.done));
    while (row.done < section.statements.length) {
      const held = heldTogether(job.section, row.done);
      if (held !== null && dialect.atOnce !== undefined) {
        const begun: HistoryRow = row;
        const since = (done: number): void => {
          row = { ...begun, done };
        };
        await runTheHeld(job, held, begun, flight.cutOff, since);
        flight = { open: false, cutOff: false };
        continue;
      }
      const next: HistoryRow = { ...row, done: row.done + 1 };
      await told(job, row.done, (statement) => runAlone(job, statement, next, flight));
      row = next;
      flight = { open: false, cutOff: false };
    }
    await session.transaction((tx) => finish(tx, job, row));
  } catch (error) {
    const cutOff = (flight.open && flight.cutOff) || isInterruption(job, error);
    const refused = job.direction === 'up' && !cutOff;
    await note(job, { ...row, status: refused ? 'failed' : status, error: messageOf(error) });
    throw new StatementFailure(row.done, row.done, error, job.lookout.seen());
  }
}

/** What a session has been told of itself; `SET STATEMENT … FOR` is a statement with settings of its own. */
const SETTING = /^(?:set\b(?!\s+(?:global|persist|persist_only|statement)\b)|reset\b)/i;

/** The settings that the session of an earlier run had when it stopped. */
async function settingsAgain(session: Session, statements: readonly MigrationStatement[]): Promise<void> {
  for (const { sql } of statements) if (SETTING.test(sql)) await session.run(sql);
}

/** The first statement stands for all of them: they are with the server before any of the others could be told of. */
async function runTheHeld(
  job: Job,
  held: Held,
  row: HistoryRow,
  cutOff: boolean,
  since: (done: number) => void,
): Promise<void> {
  const { session, dialect, safety } = job;
  const { lockTimeout } = safety;
  let at = held.first;
  const reach = (done: number): void => {
    at = done;
    since(done);
  };
  await told(job, held.first, () =>
    withLockRetries(async () => {
      await limit(session, job);
      const left = heldTogether(job.section, at);
      const run = { session, dialect, row, cutOff, lockTimeout, since: reach };
      if (left !== null) await runHeld({ ...run, held: left });
    }, retries(job)),
  );
  for (let i = 1; i < held.statements.length; i++) await told(job, held.first + i, async () => undefined);
}

const CHANGES_ROWS = /^(?:insert|update|delete|merge|replace|with)\b/i;

/** What is known of the first statement of a resumed run: `open` until it is clear whether it was done, which it can be only if it was `cutOff`. */
interface Flight {
  open: boolean;
  readonly cutOff: boolean;
}

/** Runs one statement and its journal entry; gives whether an earlier run turned out to have done it. */
async function runAlone(
  job: Job,
  statement: MigrationStatement,
  next: HistoryRow,
  flight: Flight,
): Promise<'settled' | undefined> {
  const { session, dialect } = job;
  const { sql } = statement;
  return withLockRetries(async () => {
    for (;;) {
      try {
        await limit(session, job);
        const online = statement.online === undefined ? 'plain' : await runBeside(job, statement, next);
        if (online !== 'plain') return online === 'settled' ? online : undefined;
        if (statement.backfill !== undefined) {
          await runInBatches(job, statement, statement.backfill, next, flight);
        } else if (CHANGES_ROWS.test(sql)) {
          await session.transaction(async (tx) => {
            await limited(tx, job, statement);
            await saveRow(tx, dialect, next);
          });
        } else {
          await limited(session, job, statement);
          await saveRow(session, dialect, next);
        }
        return undefined;
      } catch (error) {
        const waited = isLockTimeout(error);
        if (isInterruption(job, error) || !(flight.open || waited)) throw error;
        const settled = await dialect.settle(session, sql, error);
        if (settled === 'done' && flight.cutOff && !waited) {
          await saveRow(session, dialect, next);
          return 'settled';
        }
        const again = settled === 'retry' && flight.open;
        if (!waited || again) flight.open = false;
        if (!again) throw error;
      }
    }
  }, retries(job));
}

/** By a program beside the table in use, where that is asked for. */
function runBeside(
  { session, dialect, file, direction, copyist, safety, signal, emit }: Job,
  statement: MigrationStatement,
  next: HistoryRow,
): Promise<'done' | 'settled' | 'plain'> {
  const { lockTimeout } = safety;
  const name = `${file.version} ${direction} ${next.done}`;
  const onLine = (text: string): void => emit({ type: 'program', file, text });
  return runOnline({ session, dialect, statement, copyist, name, lockTimeout, signal, onLine }, (tx) =>
    saveRow(tx, dialect, next),
  );
}

/** Each batch tries again by itself when it cannot have a lock. */
async function runInBatches(
  job: Job,
  { sql }: MigrationStatement,
  backfill: Backfill,
  next: HistoryRow,
  flight: Flight,
): Promise<void> {
  const { session, dialect, file, direction, signal, emit } = job;
  const { onWait = (): void => undefined } = retries(job);
  const name = `${file.version} ${direction} ${next.done}`;
  const onRows = (rows: { done: number; of: number; waits: string | null }): void =>
    emit({ type: 'rows', file, ...rows });
  const run = { session, dialect, sql, backfill, name, resumed: flight.open, signal, onWait, onRows };
  await runBackfill(run, (tx) => saveRow(tx, dialect, next));
}

async function finish(session: Session, job: Job, row: HistoryRow): Promise<void> {
  const { dialect, file, peer, direction } = job;
  if (direction === 'up') await saveRow(session, dialect, appliedRow(row));
  else await forgetRow(session, dialect, file.version);
  if (peer === null || (file.repeatable && !peer.history.repeatables)) return;
  const context = { ...peer.context, session };
  const queries = direction === 'up' ? peer.history.add(file, context) : peer.history.remove(file, context);
  for (const query of queries) await session.run(query);
}

/** Runs a hook, which no history records. Throws `statement-failed`. */
export async function runHook(
  job: Pick<Job, 'session' | 'dialect' | 'file' | 'safety' | 'lookout' | 'signal' | 'emit'>,
): Promise<void> {
  const { session, file } = job;
  const whole: Job = { ...job, direction: 'up', section: file.up, peer: null, row: null };
  const work = async (on: Session): Promise<void> => {
    await limit(on, whole);
    for (let i = 0; i < file.up.statements.length; i++) await told(whole, i, (statement) => on.run(statement.sql));
  };
  try {
    await (file.up.transaction ? session.transaction(work) : work(session));
  } catch (error) {
    if (isInterruption(job, error)) throw error;
    throw new DbopsError('statement-failed', `the hook ${file.name} failed: ${messageOf(error)}`, {
      hint: `mend ${file.path} and go on: dbops migrate up`,
      cause: error,
    });
  }
}

/** Runs a statement and tells what becomes of it. */
async function told(job: Job, index: number, run: (statement: MigrationStatement) => Promise<unknown>): Promise<void> {
  const { file, direction, section } = job;
  const statement = section.statements[index];
  if (statement === undefined) return;
  stopWhenAborted(job.signal);
  await checkLease(job.session);
  const { sql, line } = statement;
  const started = performance.now();
  const event = {
    type: 'statement',
    file,
    direction,
    line,
    sql,
    index: index + 1,
    of: section.statements.length,
  } as const;
  const since = (): number => Math.round(performance.now() - started);
  job.emit({ ...event, status: 'started', ms: 0 });
  try {
    const outcome = await job.lookout.during(() => run(statement));
    job.emit({ ...event, status: outcome === 'settled' ? 'settled' : 'done', ms: since() });
  } catch (error) {
    job.emit({ ...event, status: 'failed', ms: since() });
    throw error;
  }
}

async function limit(session: Session, job: Job): Promise<void> {
  const { lockTimeout, statementTimeout } = job.safety;
  await session.limits({ lockTimeout, statementTimeout });
}

/** What waits CONCURRENTLY keeps nobody else waiting: cutting the wait short would only leave an invalid index. */
const CONCURRENTLY = /^(?:create|drop|reindex|refresh|alter)\b[^'"$]*\bconcurrently\b/i;

async function limited(session: Session, job: Job, statement: MigrationStatement): Promise<void> {
  const { statementTimeout } = job.safety;
  const timeout = statement.timeout ?? statementTimeout;
  const patient = CONCURRENTLY.test(statement.sql);
  if (timeout === statementTimeout && !patient) {
    await session.run(statement.sql);
    return;
  }
  await session.limits({ statementTimeout: timeout, ...(patient ? { lockTimeout: 0 } : {}) });
  await session.run(statement.sql);
  await limit(session, job);
}

function retries(job: Job): Parameters<typeof withLockRetries>[1] {
  const { file, signal, lookout } = job;
  return {
    signal,
    onWait: ({ attempt, of, ms, error }) =>
      job.emit({ type: 'wait', file, attempt, of, ms, message: error.message, blockers: lookout.seen() }),
  };
}

/** Whether the run was told to stop, by its signal or by the session's. */
export function isInterruption(job: Pick<Job, 'signal'>, error: unknown): boolean {
  return job.signal?.aborted === true || (error instanceof DbopsError && error.code === 'interrupted');
}

/** Best effort: a connection that is gone cannot take the note, and then the row keeps saying what was in flight. */
async function note(job: Job, row: HistoryRow): Promise<void> {
  await saveRow(job.session, job.dialect, row).catch(() => undefined);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
