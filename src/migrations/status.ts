import { type Dialect, type Session } from '../dialects/dialect.ts';
import { type Diagnostic } from '../model/diagnostic.ts';
import { byName, type MigrationFile } from './file.ts';
import { dbmate } from './formats/dbmate.ts';
import { type Layout, type PeerHistory, type PeerState } from './formats/format.ts';
import { type HistoryRow, readHistory } from './history.ts';

/**
 * `applied` · `changed`: applied, and the file is another since · `missing`: applied, and the file is gone · `pending` ·
 * `failed`, `running`: begun and not finished · `reverting`: partly taken back.
 */
export type MigrationState = 'applied' | 'changed' | 'missing' | 'pending' | 'failed' | 'running' | 'reverting';

export interface MigrationEntry {
  readonly version: string;
  readonly name: string;
  readonly state: MigrationState;
  /** Null when it is missing. */
  readonly file: MigrationFile | null;
  readonly row: HistoryRow | null;
  /** `adopt`: another tool ran it · `forget`: another tool took it back. To be written down at the next run. */
  readonly peer: 'adopt' | 'forget' | null;
  /** Not applied though a newer one is. */
  readonly outOfOrder: boolean;
}

export interface MigrationStatus {
  /** Files and history rows together, in the order to run. */
  readonly entries: readonly MigrationEntry[];
  /** Files that an `up` would run, those begun before included. */
  readonly pending: readonly MigrationFile[];
  /** History that does not match the files: errors that keep `up` from running. */
  readonly mismatches: readonly Diagnostic[];
  /** Files out of order, a peer's table that belongs to another tool. */
  readonly warnings: readonly Diagnostic[];
  readonly peer: PeerState;
}

export interface StatusInput {
  readonly session: Session;
  readonly dialect: Dialect;
  /** In the order of their names, as `readMigrations` gives them. */
  readonly files: readonly MigrationFile[];
  /** Default: dbmate's. */
  readonly layout?: Layout;
}

/** What ran and what is to run, by the files, the history and the peer's own table. Writes nothing, not even on an empty database. */
export async function migrationStatus(input: StatusInput): Promise<MigrationStatus> {
  const { session, dialect, files, layout = dbmate } = input;
  const rows = await readHistory(session, dialect);
  const peer = await layout.peer.read(session, dialect);
  return compareHistory(files, rows, peer, layout.peer);
}

/** Checksums and files against the history: nothing found means that what ran is what the files say. */
export async function verifyMigrations(input: StatusInput): Promise<readonly Diagnostic[]> {
  return (await migrationStatus(input)).mismatches;
}

/** The pure part of `migrationStatus`. */
export function compareHistory(
  files: readonly MigrationFile[],
  rows: readonly HistoryRow[],
  peer: PeerState,
  hooks: Pick<PeerHistory, 'table'>,
): MigrationStatus {
  const rowOf = new Map(rows.map((r) => [r.version, r]));
  const versions = new Set(files.map((f) => f.version));
  const found = [
    ...files.map((file) => entryOf(file, rowOf.get(file.version) ?? null, peer)),
    ...rows.filter((r) => !versions.has(r.version)).flatMap((row) => orphanOf(row, peer)),
  ].sort(byName);
  const newest = found.findLastIndex((e) => e.state === 'applied' || e.state === 'changed');
  const entries = found.map((e, i) => ({ ...e, outOfOrder: isPending(e) && i < newest }));
  return {
    entries,
    pending: entries.flatMap((e) => (isPending(e) && e.file !== null ? [e.file] : [])),
    mismatches: entries.flatMap(mismatchOf),
    warnings: [...entries.filter((e) => e.outOfOrder).map((e) => lateOf(e, entries[newest])), ...foreign(peer, hooks)],
    peer,
  };
}

function isPending(entry: Pick<MigrationEntry, 'state'>): boolean {
  return entry.state === 'pending' || entry.state === 'failed' || entry.state === 'running';
}

/** Begun outside a transaction, and not finished: neither the state before nor the one after. */
export function isPartWay(entry: Pick<MigrationEntry, 'state' | 'row'>): boolean {
  const { state, row } = entry;
  return state === 'running' || state === 'reverting' || (state === 'failed' && row !== null && row.done > 0);
}

function entryOf(file: MigrationFile, row: HistoryRow | null, peer: PeerState): MigrationEntry {
  const base = { version: file.version, name: file.name, file, outOfOrder: false };
  const known = peer.table === 'present' ? peer.versions.has(file.version) : null;
  if (row === null || (row.status !== 'applied' && row.status !== 'reverting')) {
    if (known === true) return { ...base, row: null, state: 'applied', peer: 'adopt' };
    return {
      ...base,
      row,
      state: row === null ? 'pending' : row.status === 'failed' ? 'failed' : 'running',
      peer: null,
    };
  }
  if (row.status === 'reverting') return { ...base, row, state: 'reverting', peer: null };
  if (known === false) return { ...base, row: null, state: 'pending', peer: 'forget' };
  return { ...base, row, state: row.checksum === file.checksum ? 'applied' : 'changed', peer: null };
}

/** A row without a file; nothing when the peer took the migration back before its file went. */
function orphanOf(row: HistoryRow, peer: PeerState): MigrationEntry[] {
  if (row.status === 'applied' && peer.table === 'present' && !peer.versions.has(row.version)) return [];
  if (row.status === 'failed' && row.done === 0) return [];
  const { version, name } = row;
  return [{ version, name, state: 'missing', file: null, row, peer: null, outOfOrder: false }];
}

const REPAIR = 'if the database is right as it is, accept it: dbops migrate repair';

/** Where the history and a file contradict each other. */
export function mismatchOf(entry: MigrationEntry): Diagnostic[] {
  const { name, row, file, state } = entry;
  const message =
    state === 'missing'
      ? `${name} was ${row?.status === 'applied' ? 'applied' : 'begun'} and its file is gone`
      : state === 'changed' || (row !== null && isPartWay(entry) && row.checksum !== file?.checksum)
        ? `${name} has changed since it was ${state === 'changed' ? 'applied' : 'begun'}`
        : null;
  if (message === null) return [];
  const mend = state === 'missing' ? 'bring the file back' : 'bring the former text back';
  return [{ code: 'history-mismatch', severity: 'error', message, hint: `${mend}; ${REPAIR}` }];
}

function lateOf(entry: MigrationEntry, newest: MigrationEntry | undefined): Diagnostic {
  return {
    code: 'changes-pending',
    severity: 'warning',
    message: `${entry.name} is older than ${newest?.name ?? 'the newest one'}, which is applied: it runs out of order`,
  };
}

function foreign(peer: PeerState, hooks: Pick<PeerHistory, 'table'>): Diagnostic[] {
  if (peer.table !== 'foreign') return [];
  const message = `the table ${hooks.table} belongs to another tool (columns ${peer.columns.join(', ')}): it is left alone`;
  return [{ code: 'not-managed', severity: 'warning', message }];
}
