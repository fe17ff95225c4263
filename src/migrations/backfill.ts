import { setTimeout as sleep } from 'node:timers/promises';
import { type Dialect, type Session } from '../dialects/dialect.ts';
import { digest } from '../model/digest.ts';
import { invariant } from '../model/error.ts';
import { raw, sql } from '../model/query.ts';
import { type Backfill } from '../model/step.ts';
import { conditioned } from './batched.ts';
import { stopWhenAborted, type Wait, withLockRetries } from './retry.ts';
import { checkLease } from './run-lock.ts';

/** A batch shall take about so long (ms), and hold so many rows. */
const TARGET = 250;
const [FIRST, LEAST, MOST] = [500, 50, 50_000];
/** ms between two looks at whether others are better off by now. */
const PAUSE = 500;

export interface BackfillRun {
  readonly session: Session;
  readonly dialect: Dialect;
  readonly sql: string;
  readonly backfill: Backfill;
  /** What tells this walk from all others, in the target's own notes. */
  readonly name: string;
  /** Whether an earlier run may have begun it. */
  readonly resumed: boolean;
  readonly signal: AbortSignal | undefined;
  readonly onWait: (wait: Wait) => void;
  readonly onRows: (rows: { readonly done: number; readonly of: number; readonly waits: string | null }) => void;
}

/** How far a walk has come. `after`: the key of the last row that is done. */
interface Place {
  readonly after: readonly string[] | null;
  readonly done: number;
  readonly size: number;
}

/**
 * Runs a statement over a table in batches, each in a transaction that also notes how far it has come; `finish` shares the transaction of
 * the last one. Batches grow and shrink with the time they take, and wait while others wait for locks or replicas lag behind.
 */
export async function runBackfill(run: BackfillRun, finish: (tx: Session) => Promise<void>): Promise<void> {
  const { session, dialect, backfill, signal } = run;
  const statement = conditioned(run.sql, dialect.name);
  invariant(statement !== null, 'a backfill ends in its condition');
  const keys = await dialect.keyset.read(session, backfill);
  const { schema, table, key } = backfill;
  const order = key.map(dialect.quote.ident).join(', ');
  const texts = keys.texts.map((text, i) => `${text} AS ${dialect.quote.ident(`k${i}`)}`).join(', ');
  const select = `SELECT ${texts} FROM ${dialect.quote.name(schema, table)}`;
  let place: Place = (run.resumed ? await noted(run) : null) ?? { after: null, done: 0, size: FIRST };
  for (;;) {
    await letOthersGo(run, place, keys.rows);
    const started = performance.now();
    const { after, size, done } = place;
    const behind = after === null ? [] : [keys.after(after)];
    const where = behind.length === 0 ? '' : ` WHERE ${behind.join('')}`;
    const [last] = await session.rows<Record<string, string>>(
      `${select}${where} ORDER BY ${order} LIMIT 1 OFFSET ${size - 1}`,
    );
    const upTo = last === undefined ? null : key.map((_, i) => String(last[`k${i}`]));
    const ends = [...behind, ...(upTo === null ? [] : [keys.upTo(upTo)])].map((c) => `(${c})`);
    const batch = [statement, ...ends].join(' AND ');
    const next: Place | null = upTo === null ? null : { after: upTo, done: done + size, size };
    await withLockRetries(
      () =>
        session.transaction(async (tx) => {
          await tx.run(batch);
          if (next !== null) await note(run, tx, next);
          else await forget(run, tx).then(() => finish(tx));
        }),
      { ...(signal === undefined ? {} : { signal }), onWait: run.onWait },
    );
    if (next === null) return;
    const factor = Math.min(2, Math.max(0.5, TARGET / Math.max(1, performance.now() - started)));
    place = { ...next, size: Math.round(Math.min(MOST, Math.max(LEAST, size * factor))) };
  }
}

async function letOthersGo(
  { session, dialect, backfill, signal, onRows }: BackfillRun,
  { done }: Place,
  of: number,
): Promise<void> {
  for (;;) {
    stopWhenAborted(signal);
    await checkLease(session);
    const waits = await dialect.keyset.pressure(session, backfill);
    onRows({ done, of: Math.max(of, done), waits });
    if (waits === null) return;
    await sleep(PAUSE, undefined, { signal }).catch(() => stopWhenAborted(signal));
  }
}

const noteName = (name: string): string => `backfill:${digest([name]).slice(0, 16)}`;

async function noted({ session, dialect, name }: BackfillRun): Promise<Place | null> {
  const [row] = await session.rows<{ value: string }>(
    sql`select value from ${raw(dialect.state.table('identity'))} where name = ${noteName(name)}`,
  );
  return row === undefined ? null : (JSON.parse(row.value) as Place);
}

async function note({ dialect, name }: BackfillRun, tx: Session, place: Place): Promise<void> {
  await tx.run(dialect.state.upsert('identity', { name: noteName(name), value: JSON.stringify(place) }, ['name']));
}

async function forget({ dialect, name }: BackfillRun, tx: Session): Promise<void> {
  await tx.run(sql`delete from ${raw(dialect.state.table('identity'))} where name = ${noteName(name)}`);
}
