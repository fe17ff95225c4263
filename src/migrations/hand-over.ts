import { randomBytes } from 'node:crypto';
import { type CopyMark, type Dialect, type Session } from '../dialects/dialect.ts';
import { digest } from '../model/digest.ts';
import { DbopsError } from '../model/error.ts';
import { type ObjectId, objectId } from '../model/id.ts';
import { type OnlineCopies, type TableCopy } from '../model/online-copy.ts';
import { raw, sql } from '../model/query.ts';
import { inBytes } from '../model/size.ts';
import { type MigrationStatement } from './file.ts';
import { stopWhenAborted } from './retry.ts';
import { checkLease } from './run-lock.ts';

/** ms between two signs of life of a session that waits for a program: servers hang up on who says nothing. */
const ALIVE = 30_000;

/** Who makes copies of large tables in the place of the server. */
export interface Copyist extends OnlineCopies {
  /** How the program is installed, where it is not to be found; null where it is there. */
  missing(): Promise<string | null>;
  /** Whether a copy under a lock is allowed for that table. */
  allowed(table: ObjectId): boolean;
  /**
   * Runs the program to its end; an abort ends it. `name`: what its own tables are called. Throws `runner-failed`, with what it said last.
   */
  run(copy: TableCopy, name: string, told: (line: string) => void, signal: AbortSignal): Promise<void>;
}

export interface OnlineRun {
  readonly session: Session;
  readonly dialect: Dialect;
  readonly statement: MigrationStatement;
  /** Absent: the manifest asks for no program. */
  readonly copyist: Copyist | undefined;
  /** What tells this change from all others, in the target's own notes. */
  readonly name: string;
  readonly lockTimeout: number;
  readonly signal: AbortSignal | undefined;
  readonly onLine: (line: string) => void;
}

/**
 * The change that a program is to make in the place of the statement; null where the server does it itself, because nobody asked for
 * more, the table is small, or the copy under a lock is allowed. Throws `online-tool` when the program is not there.
 */
export async function handedOver({
  session,
  dialect,
  copyist,
  statement,
}: Pick<OnlineRun, 'session' | 'dialect' | 'copyist' | 'statement'>): Promise<TableCopy | null> {
  const { handOver } = dialect;
  if (copyist === undefined || handOver === undefined || statement.online === undefined) return null;
  const copy = handOver.copyOf(statement.sql);
  if (copy === null) return null;
  const table = objectId('table', copy.schema, copy.table);
  const size = (await dialect.sizes(session)).get(table);
  const bytes = (size?.bytes ?? 0) + (size?.indexBytes ?? 0);
  if (bytes < copyist.over || copyist.allowed(table)) return null;
  const install = await copyist.missing();
  if (install === null) return copy;
  throw refused(
    `${copyist.tool} is to change ${copy.table} (${inBytes(bytes)}), and is not there`,
    copy,
    `${install}; or `,
  );
}

function refused(message: string, { table }: TableCopy, first = ''): DbopsError {
  const hint = `${first}let the server copy it while writes wait: --allow blocks_writes:${table}`;
  return new DbopsError('online-tool', message, { hint });
}

/**
 * Lets the program change the table, after it has seen to what earlier attempts have left. `finish` shares the transaction that forgets
 * the attempt. `settled`: an earlier one had done it; `plain`: the server is to run the statement itself. Throws `online-tool`, too, when
 * the program may not make this change on this table.
 */
export async function runOnline(
  run: OnlineRun,
  finish: (tx: Session) => Promise<void>,
): Promise<'done' | 'settled' | 'plain'> {
  const { session, dialect, statement, copyist, signal } = run;
  const { handOver } = dialect;
  const change = handOver?.copyOf(statement.sql) ?? null;
  if (handOver === undefined || change === null) return 'plain';
  const earlier = await noted(run);
  if (earlier !== null) {
    if ((await handOver.settle(session, change, earlier)) === 'changed') {
      await session.transaction((tx) => forget(run, tx).then(() => finish(tx)));
      return 'settled';
    }
    await forget(run, session);
  }
  const copy = await handedOver(run);
  if (copy === null || copyist === undefined) return 'plain';
  const against = await handOver.obstacles(session, copy);
  if (against.length > 0) throw refused(`${copyist.tool} cannot change ${copy.table}: ${against.join('; ')}`, copy);
  const mark = await handOver.before(session, copy, `dbops_${randomBytes(4).toString('hex')}`);
  await session.run(dialect.state.upsert('identity', { name: noteName(run), value: JSON.stringify(mark) }, ['name']));
  try {
    await whileAlive(run, copyist, copy, mark);
  } catch (error) {
    // The session of an interrupted run takes no more statements.
    await using other = await session.fork({});
    await other.limits({ lockTimeout: run.lockTimeout });
    const found = await handOver.settle(other, copy, mark);
    if (found === 'unchanged') await forget(run, other);
    if (found === 'unchanged' || signal?.aborted === true) throw error;
  }
  await handOver.settle(session, copy, mark);
  await session.transaction((tx) => forget(run, tx).then(() => finish(tx)));
  return 'done';
}

/** The session holds the lock of the run: where it is lost, the program must not go on. */
async function whileAlive(
  { session, signal, onLine }: OnlineRun,
  copyist: Copyist,
  copy: TableCopy,
  { name }: CopyMark,
): Promise<void> {
  const lost = new AbortController();
  const failed: { error: unknown } = { error: null };
  let asking: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    asking = Promise.all([session.rows('SELECT 1'), checkLease(session)]).catch((error: unknown) => {
      failed.error ??= error;
      lost.abort();
    });
  }, ALIVE);
  try {
    await copyist.run(copy, name, onLine, signal === undefined ? lost.signal : AbortSignal.any([signal, lost.signal]));
  } catch (error) {
    stopWhenAborted(signal);
    throw failed.error ?? error;
  } finally {
    clearInterval(timer);
    await asking;
  }
}

const noteName = ({ name }: OnlineRun): string => `online:${digest([name]).slice(0, 16)}`;

async function noted(run: OnlineRun): Promise<CopyMark | null> {
  const { session, dialect } = run;
  const [row] = await session.rows<{ value: string }>(
    sql`select value from ${raw(dialect.state.table('identity'))} where name = ${noteName(run)}`,
  );
  return row === undefined ? null : (JSON.parse(row.value) as CopyMark);
}

async function forget(run: OnlineRun, tx: Session): Promise<void> {
  await tx.run(sql`delete from ${raw(run.dialect.state.table('identity'))} where name = ${noteName(run)}`);
}
