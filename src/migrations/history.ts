import { type Dialect, type Session } from '../dialects/dialect.ts';
import { DbopsError } from '../model/error.ts';
import { type Query, raw, sql } from '../model/query.ts';
import { type MigrationFile } from './file.ts';
import { type PeerContext, type PeerHistory, type PeerState } from './formats/format.ts';

/** `running` and `reverting`: begun (or stopped by a kill) outside a transaction; `failed`: a statement was refused on the way up. */
export type HistoryStatus = 'running' | 'applied' | 'failed' | 'reverting';

/** What the target remembers of one migration. Times are ISO 8601, UTC; `done` counts finished statements of `statements`. */
export interface HistoryRow {
  readonly version: string;
  readonly name: string;
  readonly checksum: string;
  readonly plan: string | null;
  readonly status: HistoryStatus;
  readonly statements: number;
  readonly done: number;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly appliedBy: string;
  readonly ms: number | null;
  readonly error: string | null;
}

type StoredRow = Record<
  | 'version'
  | 'name'
  | 'checksum'
  | 'plan'
  | 'status'
  | 'statements'
  | 'done'
  | 'started_at'
  | 'finished_at'
  | 'applied_by'
  | 'ms'
  | 'error',
  string | number | null
>;

/** All rows by version; none where dbops has not written yet. Writes nothing. */
export async function readHistory(session: Session, dialect: Dialect): Promise<HistoryRow[]> {
  if (!(await dialect.state.exists(session))) return [];
  const rows = await session.rows<StoredRow>(
    sql`select version, name, checksum, plan, status, statements, done, started_at, finished_at, applied_by, ms, error
        from ${raw(dialect.state.table('history'))} order by version`,
  );
  return rows.map((r) => ({
    version: String(r.version),
    name: String(r.name),
    checksum: String(r.checksum),
    plan: textOf(r.plan),
    status: statusOf(String(r.status)),
    statements: Number(r.statements),
    done: Number(r.done),
    startedAt: String(r.started_at),
    finishedAt: textOf(r.finished_at),
    appliedBy: String(r.applied_by),
    ms: r.ms === null ? null : Number(r.ms),
    error: textOf(r.error),
  }));
}

function textOf(value: string | number | null): string | null {
  return value === null || value === '' ? null : String(value);
}

function statusOf(text: string): HistoryStatus {
  const known = (['running', 'applied', 'failed', 'reverting'] as const).find((s) => s === text);
  if (known !== undefined) return known;
  throw new DbopsError(
    'history-mismatch',
    `the history of migrations holds a status that this version does not know: ${text}`,
    {
      hint: 'a newer dbops wrote it: use that version',
    },
  );
}

/** Writes one row, over the one of the same version. */
export async function saveRow(session: Session, dialect: Dialect, row: HistoryRow): Promise<void> {
  await session.run(rowQuery(dialect, row));
}

/** The statement that writes one row, over the one of the same version. */
export function rowQuery(dialect: Dialect, row: HistoryRow): Query {
  const { startedAt, finishedAt, appliedBy, ...same } = row;
  const stored = { ...same, started_at: startedAt, finished_at: finishedAt, applied_by: appliedBy };
  return dialect.state.upsert('history', stored, ['version']);
}

export async function forgetRow(session: Session, dialect: Dialect, version: string): Promise<void> {
  await session.run(sql`delete from ${raw(dialect.state.table('history'))} where version = ${version}`);
}

/** The row of a migration that begins now. */
export function beginRow(file: MigrationFile, session: Session, statements: number): HistoryRow {
  return {
    version: file.version,
    name: file.name,
    checksum: file.checksum,
    plan: file.header.plan ?? null,
    status: 'running',
    statements,
    done: 0,
    startedAt: new Date().toISOString(),
    finishedAt: null,
    appliedBy: session.server.user,
    ms: null,
    error: null,
  };
}

export function appliedRow(row: HistoryRow): HistoryRow {
  const now = new Date();
  return {
    ...row,
    status: 'applied',
    done: row.statements,
    finishedAt: now.toISOString(),
    ms: Math.max(0, now.getTime() - Date.parse(row.startedAt)),
    error: null,
  };
}

/** The row of a migration that another tool ran, or that is declared as done. */
export function adoptedRow(file: MigrationFile, session: Session, appliedBy: string): HistoryRow {
  const row = beginRow(file, session, file.up.statements.length);
  return { ...row, status: 'applied', done: row.statements, finishedAt: row.startedAt, ms: 0, appliedBy };
}

/**
 * Makes the state tables and the peer's table (unless another tool owns its name), fills that with what the history holds as applied,
 * and records which database this is.
 */
export async function ensureState(context: PeerContext, peer: PeerHistory, state: PeerState): Promise<void> {
  const { session, dialect, files } = context;
  for (const statement of dialect.state.create) await session.run(statement);
  if (state.table === 'absent' || (state.table === 'present' && state.open)) {
    const rows = peer.filled ? [] : await readHistory(session, dialect);
    const applied = new Set(
      rows.filter((r) => r.status === 'applied' || r.status === 'reverting').map((r) => r.version),
    );
    const there = state.table === 'present' ? state.versions : new Set<string>();
    await session.transaction(async (tx) => {
      if (state.table === 'absent') for (const statement of peer.create(dialect)) await tx.run(statement);
      for (const file of files.filter((f) => applied.has(f.version) && !there.has(f.version))) {
        for (const query of peer.add(file, { ...context, session: tx })) await tx.run(query);
      }
      if (!peer.filled)
        await tx.run(dialect.state.upsert('identity', { name: filledMark(peer), value: 'yes' }, ['name']));
    });
  }
  await recordIdentity(session, dialect, false);
}

function filledMark(peer: PeerHistory): string {
  return `peer:${peer.table}`;
}

/** Whether the peer's table is known to hold all that the history does; what it lacks was then taken back by the peer. */
export async function isFilled(session: Session, dialect: Dialect, peer: PeerHistory): Promise<boolean> {
  if (peer.filled) return true;
  if (!(await dialect.state.exists(session))) return false;
  const rows = await session.rows(
    sql`select value from ${raw(dialect.state.table('identity'))} where name = ${filledMark(peer)}`,
  );
  return rows.length > 0;
}

const IDENTITY = 'database';

async function recordedIdentity(session: Session, dialect: Dialect): Promise<string | null> {
  const rows = await session.rows<{ value: string }>(
    sql`select value from ${raw(dialect.state.table('identity'))} where name = ${IDENTITY}`,
  );
  return rows[0]?.value ?? null;
}

/** Records which database the state tables belong to: the first time, or anew when `again` says so. The state tables must exist. */
export async function recordIdentity(session: Session, dialect: Dialect, again: boolean): Promise<void> {
  if (!again && (await recordedIdentity(session, dialect)) !== null) return;
  await session.run(dialect.state.upsert('identity', { name: IDENTITY, value: session.server.identity }, ['name']));
}

/** Throws `wrong-database` when the state tables came from another database: a restored dump, a clone. Writes nothing. */
export async function checkIdentity(session: Session, dialect: Dialect): Promise<void> {
  if (!(await dialect.state.exists(session))) return;
  const recorded = await recordedIdentity(session, dialect);
  if (recorded === null || recorded === session.server.identity) return;
  throw new DbopsError('wrong-database', `${session.url} is not the database that its history was written for`, {
    details: [`recorded: ${recorded}`, `connected: ${session.server.identity}`],
    hint: 'if this copy or restore is meant, accept it: dbops migrate repair',
  });
}
