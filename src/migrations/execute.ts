import { type Diagnostic } from '../model/diagnostic.ts';
import { invariant } from '../model/error.ts';
import { type Safety } from '../model/manifest.ts';
import { type Direction, type MigrationEvent } from './event.ts';
import { byName, type MigrationFile } from './file.ts';
import { dbmate } from './formats/dbmate.ts';
import { adoptedRow, checkIdentity, ensureState, forgetRow, saveRow } from './history.ts';
import { refuseIrreversible, refuseMismatches, refusePartWay, stopped, versionIn } from './refuse.ts';
import { stopWhenAborted } from './retry.ts';
import { runSection } from './run-section.ts';
import { isPartWay, type MigrationStatus, migrationStatus, mismatchOf, type StatusInput } from './status.ts';

/** The session lock of every run that writes to a target. A session that holds it already gets it again. */
export const RUN_LOCK = 'dbops migrate';

export interface RunInput extends StatusInput {
  readonly safety: Safety;
  /** ms to wait for another run to end; default 10 000. */
  readonly lockWait?: number;
  /** The session's own signal, so that an abort also cancels the running statement. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: MigrationEvent) => void;
}

export interface UpInput extends RunInput {
  /** The last version to run. */
  readonly to?: string;
  /** How many files to run at most. */
  readonly steps?: number;
  /** Files up to this version are recorded as applied without being run. */
  readonly baseline?: string;
}

export interface DownInput extends RunInput {
  /** Everything newer than this version is taken back; `0`: everything. */
  readonly to?: string;
  /** How many files to take back; default 1 (without `to`). */
  readonly steps?: number;
}

export interface RunResult {
  readonly files: readonly MigrationFile[];
  /** Recorded as applied without being run here: another tool had run them, or the baseline says so. */
  readonly recorded: readonly MigrationFile[];
  readonly statements: number;
  readonly ms: number;
  readonly warnings: readonly Diagnostic[];
}

/**
 * Runs the pending files in order, under the lock `dbops migrate`. Throws `wrong-database`, `lock-timeout`,
 * `history-mismatch`, `statement-failed`, `stopped-part-way` (run again to resume) and `interrupted`. The session has no
 * limits afterwards.
 */
export async function migrateUp(input: UpInput): Promise<RunResult> {
  return underLock(input, async (status) => {
    refuseMismatches(status.mismatches);
    refusePartWay(
      status.entries.filter((e) => e.state === 'reverting'),
      'taken back',
      'dbops migrate down',
    );
    const baseline = versionIn(input, input.baseline, 'to');
    const last = versionIn(input, input.to, 'to');
    const declared = status.pending.filter((f) => baseline !== null && byName(f, baseline) <= 0);
    const rest = status.pending.filter((f) => !declared.includes(f) && (last === null || byName(f, last) <= 0));
    const chosen = rest.slice(0, input.steps ?? rest.length);
    const recorded = await recordPeers(input, status, declared, chosen.length > 0);
    return runFiles(input, status, 'up', chosen, recorded);
  });
}

/** Takes applied files back, newest first. Throws as `migrateUp` does, and `irreversible-step` before anything is done. */
export async function migrateDown(input: DownInput): Promise<RunResult> {
  return underLock(input, async (status) => {
    refusePartWay(
      status.entries.filter((e) => isPartWay(e) && e.state !== 'reverting'),
      'applied',
      'dbops migrate up',
    );
    const floor = input.to === '0' ? null : versionIn(input, input.to, 'to');
    const applied = status.entries.filter((e) => e.state !== 'pending' && e.state !== 'failed').toReversed();
    const chosen = [
      ...applied.filter((e) => e.state === 'reverting'),
      ...applied.filter((e) => e.state !== 'reverting' && (floor === null || byName(e, floor) > 0)),
    ].slice(0, input.steps ?? (input.to === undefined ? 1 : applied.length));
    refuseMismatches(chosen.flatMap(mismatchOf));
    const files = chosen.flatMap((e) => (e.file === null ? [] : [e.file]));
    refuseIrreversible(files);
    const recorded = await recordPeers(input, status, [], files.length > 0);
    return runFiles(input, status, 'down', files, recorded);
  });
}

/** Holds the lock while it works. An interrupted session cannot give it back; closing the session does. */
async function underLock<T>(input: RunInput, work: (status: MigrationStatus) => Promise<T>): Promise<T> {
  const { session, dialect, lockWait = 10_000 } = input;
  stopWhenAborted(input.signal);
  await checkIdentity(session, dialect);
  const lock = await session.lock(RUN_LOCK, lockWait);
  try {
    return await work(await migrationStatus(input));
  } finally {
    await session.limits({ lockTimeout: 0, statementTimeout: 0 }).catch(() => undefined);
    await Promise.resolve(lock[Symbol.asyncDispose]()).catch(() => undefined);
  }
}

/** Writes down what other tools did and what the baseline declares. Makes the state tables when anything is to be written. */
async function recordPeers(
  input: RunInput,
  status: MigrationStatus,
  declared: readonly MigrationFile[],
  running: boolean,
): Promise<MigrationFile[]> {
  const { session, dialect, layout = dbmate } = input;
  const noted = status.entries.flatMap(({ peer, file }) => (peer === null || file === null ? [] : [{ peer, file }]));
  if (!running && noted.length + declared.length === 0) return [];
  await ensureState(session, dialect, layout.peer, status.peer);
  await session.transaction(async (tx) => {
    for (const { peer, file } of noted) {
      if (peer === 'forget') await forgetRow(tx, dialect, file.version);
      else await saveRow(tx, dialect, adoptedRow(file, session, layout.name));
    }
    for (const file of declared) {
      await saveRow(tx, dialect, adoptedRow(file, session, 'baseline'));
      if (status.peer.table !== 'foreign') await tx.run(layout.peer.add(dialect, file.version));
    }
  });
  const tell = (file: MigrationFile, how: 'adopted' | 'forgotten' | 'baselined'): void =>
    input.onEvent?.({ type: 'file', file, direction: 'up', index: 0, of: 0, status: how, ms: 0 });
  for (const { peer, file } of noted) tell(file, peer === 'adopt' ? 'adopted' : 'forgotten');
  for (const file of declared) tell(file, 'baselined');
  return [...noted.filter((n) => n.peer === 'adopt').map((n) => n.file), ...declared];
}

async function runFiles(
  input: RunInput,
  status: MigrationStatus,
  direction: Direction,
  files: readonly MigrationFile[],
  recorded: readonly MigrationFile[],
): Promise<RunResult> {
  const { session, dialect, layout = dbmate, safety, signal, onEvent } = input;
  const rowOf = new Map(status.entries.map((e) => [e.version, e.row]));
  const started = performance.now();
  const peer = status.peer.table === 'foreign' ? null : layout.peer;
  const emit = (event: MigrationEvent): void => onEvent?.(event);
  let statements = 0;
  for (const [i, file] of files.entries()) {
    const section = direction === 'up' ? file.up : file.down;
    invariant(section !== null, 'a file to run has its section');
    const event = { type: 'file', file, direction, index: i + 1, of: files.length } as const;
    const begun = performance.now();
    const row = rowOf.get(file.version) ?? null;
    emit({ ...event, status: 'started', ms: 0 });
    try {
      await runSection({ session, dialect, file, direction, section, peer, row, safety, signal, emit });
    } catch (error) {
      throw stopped({ direction, files, at: i, section, signal }, error);
    }
    statements += section.statements.length;
    emit({ ...event, status: 'done', ms: Math.round(performance.now() - begun) });
  }
  return { files, recorded, statements, ms: Math.round(performance.now() - started), warnings: status.warnings };
}
