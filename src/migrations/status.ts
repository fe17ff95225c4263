import { type Dialect, type Session } from '../dialects/dialect.ts';
import { type Diagnostic } from '../model/diagnostic.ts';
import { type MigrationFile } from './file.ts';
import { dbmate } from './formats/dbmate.ts';
import { type Layout, type PeerHistory, type PeerState } from './formats/format.ts';
import { type HistoryRow, isFilled, readHistory } from './history.ts';

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
  /**
   * To be written down at the next run. `adopt`: another tool ran it · `forget`: another tool took it back · `move`: it ran under
   * other versions (`was`), before files were renamed or joined.
   */
  readonly peer: 'adopt' | 'forget' | 'move' | null;
  readonly was?: readonly HistoryRow[];
  /** Not applied though a newer one is. */
  readonly outOfOrder: boolean;
  /**
   * What an `up` waits for before it runs this one: `contract`, the phase in which it may take away what older applications use, or the
   * name of the file before it that waits for that. Null where nothing is in the way.
   */
  readonly waitsFor: string | null;
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
  /** What the manifest calls the project. */
  readonly project?: string;
}

/** What ran and what is to run, by the files, the history and the peer's own table. Writes nothing, not even on an empty database. */
export async function migrationStatus(input: StatusInput): Promise<MigrationStatus> {
  const { session, dialect, files, layout = dbmate } = input;
  const rows = await readHistory(session, dialect);
  const peer = await layout.peer.read(session, dialect, files);
  const open = peer.table === 'present' && !(await isFilled(session, dialect, layout.peer));
  return compareHistory(files, rows, open ? { ...peer, open } : peer, layout.peer);
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
  const moved = movedRows(files, rows);
  const gone = new Set([...moved.values()].flat());
  const versions = new Set(files.map((f) => f.version));
  const known = files.map((file) => {
    const was = moved.get(file);
    return was === undefined ? entryOf(file, rowOf.get(file.version) ?? null, peer) : movedOf(file, was);
  });
  const orphans = rows.filter((r) => !versions.has(r.version) && !gone.has(r)).flatMap((row) => orphanOf(row, peer));
  const found = among(known, orphans);
  const newest = found.findLastIndex((e) => (e.state === 'applied' || e.state === 'changed') && !e.file?.repeatable);
  const gate = found.findIndex((e) => isPending(e) && isContract(e));
  const behind = gate < 0 ? null : (found[gate]?.name ?? null);
  const entries = found.map((e, i): MigrationEntry => {
    const waitsFor = isPending(e) && gate >= 0 && i >= gate ? (isContract(e) ? 'contract' : behind) : null;
    return { ...e, outOfOrder: isPending(e) && i < newest, waitsFor };
  });
  return {
    entries,
    pending: entries.flatMap((e) => (isPending(e) && e.file !== null ? [e.file] : [])),
    mismatches: entries.flatMap(mismatchOf),
    warnings: [...entries.filter((e) => e.outOfOrder).map((e) => lateOf(e, entries[newest])), ...foreign(peer, hooks)],
    peer,
  };
}

/** Entries without a file stand where their names would. */
function among(known: readonly MigrationEntry[], orphans: readonly MigrationEntry[]): MigrationEntry[] {
  const found = [...known];
  for (const orphan of orphans) {
    const at = found.findIndex((e) => e.file?.repeatable || e.name > orphan.name);
    found.splice(at < 0 ? found.length : at, 0, orphan);
  }
  return found;
}

/** Files that ran under other versions: by the same text, or because they say that they stand for others that all ran. */
function movedRows(
  files: readonly MigrationFile[],
  rows: readonly HistoryRow[],
): Map<MigrationFile, readonly HistoryRow[]> {
  const versions = new Set(files.map((f) => f.version));
  const rowOf = new Map(rows.map((r) => [r.version, r]));
  const free = new Map(
    rows.filter((r) => !versions.has(r.version) && r.status === 'applied').map((r) => [r.checksum, r]),
  );
  const moved = new Map<MigrationFile, readonly HistoryRow[]>();
  for (const file of files) {
    const own = rowOf.get(file.version);
    if (own?.checksum === file.checksum || file.repeatable) continue;
    const stood = (file.header.squashes ?? []).map((v) => rowOf.get(v));
    const all = stood.flatMap((r) => (r?.status === 'applied' ? [r] : []));
    const same = own === undefined ? free.get(file.checksum) : undefined;
    if (all.length > 0 && all.length === stood.length) moved.set(file, all);
    else if (same !== undefined) moved.set(file, [same]);
  }
  return moved;
}

function movedOf(file: MigrationFile, was: readonly HistoryRow[]): MigrationEntry {
  return {
    version: file.version,
    name: file.name,
    file,
    row: null,
    state: 'applied',
    peer: 'move',
    was,
    outOfOrder: false,
    waitsFor: null,
  };
}

function isContract({ file }: Pick<MigrationEntry, 'file'>): boolean {
  return file?.header.phase === 'contract';
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
  const base = { version: file.version, name: file.name, file, outOfOrder: false, waitsFor: null };
  if (file.repeatable) {
    const done = row?.status === 'applied' && row.checksum === file.checksum;
    return { ...base, row, state: done ? 'applied' : row?.status === 'running' ? 'running' : 'pending', peer: null };
  }
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
  if (known === false && !(peer.table === 'present' && peer.open))
    return { ...base, row: null, state: 'pending', peer: 'forget' };
  return { ...base, row, state: row.checksum === file.checksum ? 'applied' : 'changed', peer: null };
}

/** A row without a file; nothing when the peer took the migration back before its file went. */
function orphanOf(row: HistoryRow, peer: PeerState): MigrationEntry[] {
  const { version, name } = row;
  const repeatable = version.startsWith('R__');
  if (repeatable) return [];
  const taken = peer.table === 'present' && !peer.open && !peer.versions.has(row.version);
  if (row.status === 'applied' && taken) return [];
  if (row.status === 'failed' && row.done === 0) return [];
  return [{ version, name, state: 'missing', file: null, row, peer: null, outOfOrder: false, waitsFor: null }];
}

const REPAIR = 'if the database is right as it is, accept it: dbops migrate repair';

/** Where the history and a file contradict each other. */
export function mismatchOf(entry: MigrationEntry): Diagnostic[] {
  const { name, row, file, state } = entry;
  const message =
    state === 'missing'
      ? `${name} was ${row?.status === 'applied' ? 'applied' : 'begun'} and its file is gone`
      : state === 'changed' ||
          (row !== null && isPartWay(entry) && row.checksum !== file?.checksum && !file?.repeatable)
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
