import { type Diagnostic } from '../model/diagnostic.ts';
import { invariant } from '../model/error.ts';
import { type RowCount } from '../model/facts.ts';
import { type Phase, type Safety } from '../model/manifest.ts';
import { type HookName, type Hooks } from './beside.ts';
import { type Direction, type MigrationEvent } from './event.ts';
import { type MigrationFile } from './file.ts';
import { dbmate } from './formats/dbmate.ts';
import { type PeerContext, type PeerState } from './formats/format.ts';
import { type Copyist, handedOver } from './hand-over.ts';
import { adoptedRow, checkIdentity, ensureState, forgetRow, saveRow } from './history.ts';
import { openLookout } from './lookout.ts';
import { takePeerLock } from './peer-lock.ts';
import {
  refuseForeign,
  refuseIrreversible,
  refuseMismatches,
  refuseOutOfOrder,
  refusePartWay,
  stopped,
  versionIn,
} from './refuse.ts';
import { isLockTimeout, stopWhenAborted } from './retry.ts';
import { countAhead, rowsBehind } from './rows-ahead.ts';
import { takeRunLock } from './run-lock.ts';
import { isInterruption, runHook, runSection, StatementFailure } from './run-section.ts';
import { isPartWay, type MigrationStatus, migrationStatus, mismatchOf, type StatusInput } from './status.ts';

export interface RunInput extends StatusInput {
  readonly safety: Safety;
  /** ms to wait for another run to end; default 10 000. */
  readonly lockWait?: number;
  /** Who changes large tables in the server's place. */
  readonly copyist?: Copyist;
  /** Files run before and after the others: once, and around each. */
  readonly hooks?: Hooks;
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
  /** Files that take away what older applications use run in the phase `contract` only; those behind them wait, too. */
  readonly phase?: Phase | undefined;
  /** Files that are older than an applied one do not run: throws `out-of-order`. */
  readonly inOrder?: boolean;
  /** Told what was counted of the rows that the files fail on, before any of them runs; what it throws keeps them from it. Absent: nothing is. */
  readonly judge?: (counts: readonly RowCount[]) => void;
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
  return underLock(input, (status) => goUp(input, status));
}

/** Takes applied files back, newest first. Throws as `migrateUp` does, and `irreversible-step` before anything is done. */
export async function migrateDown(input: DownInput): Promise<RunResult> {
  return underLock(input, (status) => goDown(input, status));
}

/** Takes files back and runs them again, under one lock. Gives both runs. */
export async function migrateRedo(input: DownInput): Promise<{ readonly down: RunResult; readonly up: RunResult }> {
  return underLock(input, async (status) => {
    const down = await goDown(input, status);
    const { to: _, steps: __, ...rest } = input;
    const first = new Set(down.files.map((f) => f.version));
    const others = status.entries.filter((e) => e.state !== 'pending' || first.has(e.version));
    const files = input.files.filter((f) => others.some((e) => e.version === f.version));
    return { down, up: await goUp({ ...rest, files, phase: 'contract' }, await migrationStatus({ ...rest, files })) };
  });
}

/** The files that an `up` would run and those it would only record, in order. Throws what keeps it from running. */
export function chooseUp(input: UpInput, status: MigrationStatus): { run: MigrationFile[]; record: MigrationFile[] } {
  refuseMismatches(status.mismatches);
  refusePartWay(
    status.entries.filter((e) => e.state === 'reverting'),
    'taken back',
    'dbops migrate down',
  );
  const place = (file: MigrationFile | null): number => (file === null ? -1 : input.files.indexOf(file));
  const baseline = place(versionIn(input, input.baseline, 'to'));
  const last = versionIn(input, input.to, 'to');
  const record = status.pending.filter((f) => !f.repeatable && place(f) <= baseline);
  const open = status.pending.filter((f) => !f.repeatable && !record.includes(f));
  const gate = input.phase === 'contract' ? -1 : open.findIndex(waitsForPhase);
  const rest = gate < 0 ? open : open.slice(0, gate);
  const run = rest.filter((f) => last === null || place(f) <= place(last)).slice(0, input.steps ?? rest.length);
  const again = run.length === rest.length && input.steps !== 0 ? status.pending.filter((f) => f.repeatable) : [];
  if (input.inOrder) refuseOutOfOrder(status, run);
  refuseForeign([...run, ...again], input.layout ?? dbmate);
  return { run: [...run, ...again], record };
}

/** The files that a `down` would take back, newest first. Throws what keeps it from that. */
export function chooseDown(input: DownInput, status: MigrationStatus): MigrationFile[] {
  refusePartWay(
    status.entries.filter((e) => isPartWay(e) && e.state !== 'reverting'),
    'applied',
    'dbops migrate up',
  );
  const floor = input.to === '0' ? null : versionIn(input, input.to, 'to');
  const at = status.entries.findIndex((e) => e.file !== null && e.file === floor);
  const applied = status.entries
    .filter((e, i) => e.state !== 'pending' && e.state !== 'failed' && (i > at || e.state === 'reverting'))
    .filter((e) => !e.file?.repeatable)
    .toReversed();
  const chosen = [
    ...applied.filter((e) => e.state === 'reverting'),
    ...applied.filter((e) => e.state !== 'reverting'),
  ].slice(0, input.steps ?? (input.to === undefined ? 1 : applied.length));
  refuseMismatches(chosen.flatMap(mismatchOf));
  const files = chosen.flatMap((e) => (e.file === null ? [] : [e.file]));
  refuseForeign(files, input.layout ?? dbmate);
  refuseIrreversible(files);
  return files;
}

function waitsForPhase({ header }: MigrationFile): boolean {
  return header.phase === 'contract';
}

function waitsForContract({ name }: MigrationFile): Diagnostic {
  return {
    code: 'changes-pending',
    severity: 'warning',
    message: `${name} waits: it takes away what older applications use`,
    hint: 'once none of them runs any more: --phase contract',
  };
}

async function goUp(input: UpInput, status: MigrationStatus): Promise<RunResult> {
  const { run, record } = chooseUp(input, status);
  input.judge?.(await countAhead(input.session, run, status));
  const recorded = await recordPeers(input, status, record, run.length > 0);
  const waits = status.pending.find((f) => waitsForPhase(f) && !run.includes(f) && !record.includes(f));
  const warnings = waits === undefined ? [] : [waitsForContract(waits)];
  return runFiles(input, { ...status, warnings: [...status.warnings, ...warnings] }, 'up', run, recorded);
}

async function goDown(input: DownInput, status: MigrationStatus): Promise<RunResult> {
  const files = chooseDown(input, status);
  const recorded = await recordPeers(input, status, [], files.length > 0);
  return runFiles(input, status, 'down', files, recorded);
}

/** Holds the locks while it works. An interrupted session cannot give them back; closing the session does. */
async function underLock<T>(input: RunInput, work: (status: MigrationStatus) => Promise<T>): Promise<T> {
  const { session, dialect, lockWait = 10_000, layout = dbmate } = input;
  stopWhenAborted(input.signal);
  await checkIdentity(session, dialect);
  const lock = await takeRunLock(session, dialect, lockWait);
  const free = await takePeerLock(session, dialect, layout, lockWait);
  try {
    return await work(await migrationStatus(input));
  } finally {
    await session.limits({ lockTimeout: 0, statementTimeout: 0 }).catch(() => undefined);
    await free().catch(() => undefined);
    await Promise.resolve(lock[Symbol.asyncDispose]()).catch(() => undefined);
  }
}

/** What a peer's bookkeeping gets to know of a run. */
export function peerContext(input: StatusInput): PeerContext {
  const { session, dialect, files, project = 'dbops' } = input;
  return { session, dialect, files, project };
}

/** Writes down what other tools did and what the baseline declares. Makes the state tables when anything is to be written. */
async function recordPeers(
  input: RunInput,
  status: MigrationStatus,
  declared: readonly MigrationFile[],
  running: boolean,
): Promise<MigrationFile[]> {
  const { session, dialect, layout = dbmate } = input;
  const context = peerContext(input);
  const noted = status.entries.flatMap(({ peer, file, was = [] }) =>
    peer === null || file === null ? [] : [{ peer, file, was }],
  );
  if (!running && noted.length + declared.length === 0) return [];
  await ensureState(context, layout.peer, status.peer);
  await session.transaction(async (tx) => {
    const inTurn = { ...context, session: tx };
    const told = isKept(status.peer);
    const add = async (file: MigrationFile): Promise<void> => {
      for (const query of told ? layout.peer.add(file, inTurn) : []) await tx.run(query);
    };
    for (const { peer, file, was } of noted) {
      if (peer === 'forget') await forgetRow(tx, dialect, file.version);
      else await saveRow(tx, dialect, adoptedRow(file, session, was[0]?.appliedBy ?? layout.name));
      for (const row of was.filter((r) => r.version !== file.version)) {
        await forgetRow(tx, dialect, row.version);
        const former = { ...file, version: row.version, name: row.name };
        for (const query of told ? layout.peer.remove(former, inTurn) : []) await tx.run(query);
      }
      if (peer === 'move') await add(file);
    }
    for (const file of declared) {
      await saveRow(tx, dialect, adoptedRow(file, session, 'baseline'));
      await add(file);
    }
  });
  const tell = (file: MigrationFile, how: 'adopted' | 'forgotten' | 'baselined'): void =>
    input.onEvent?.({ type: 'file', file, direction: 'up', index: 0, of: 0, status: how, ms: 0 });
  for (const { peer, file } of noted) tell(file, peer === 'forget' ? 'forgotten' : 'adopted');
  for (const file of declared) tell(file, 'baselined');
  return [...noted.filter((n) => n.peer !== 'forget').map((n) => n.file), ...declared];
}

/** Whether the layout's own table is kept in step: not where its name is another tool's, or the manifest's. */
function isKept({ table }: PeerState): boolean {
  return table === 'absent' || table === 'present';
}

async function runFiles(
  input: RunInput,
  status: MigrationStatus,
  direction: Direction,
  files: readonly MigrationFile[],
  recorded: readonly MigrationFile[],
): Promise<RunResult> {
  const { session, dialect, layout = dbmate, safety, signal, copyist, onEvent, hooks = {} } = input;
  const rowOf = new Map(status.entries.map((e) => [e.version, e.row]));
  const started = performance.now();
  const peer = isKept(status.peer) ? { history: layout.peer, context: peerContext(input) } : null;
  const emit = (event: MigrationEvent): void => onEvent?.(event);
  await using lookout = openLookout(session, dialect, safety.lockTimeout);
  const hook = async (name: HookName): Promise<void> => {
    const file = direction === 'up' && files.length > 0 ? hooks[name] : undefined;
    if (file !== undefined) await runHook({ session, dialect, file, safety, lookout, signal, emit });
  };
  let statements = 0;
  for (const { up } of direction === 'up' ? files : [])
    for (const statement of up.statements) await handedOver({ session, dialect, copyist, statement });
  await hook('beforeMigrate');
  for (const [i, file] of files.entries()) {
    const section = direction === 'up' ? file.up : file.down;
    invariant(section !== null, 'a file to run has its section');
    const event = { type: 'file', file, direction, index: i + 1, of: files.length } as const;
    const begun = performance.now();
    const row = rowOf.get(file.version) ?? null;
    await hook('beforeEachMigrate');
    emit({ ...event, status: 'started', ms: 0 });
    try {
      await runSection({
        session,
        dialect,
        file,
        direction,
        section,
        peer,
        row,
        safety,
        lookout,
        copyist,
        signal,
        emit,
      });
    } catch (error) {
      const byRows =
        error instanceof StatementFailure && !isLockTimeout(error.cause) && !isInterruption({ signal }, error.cause);
      const rows = byRows ? await rowsBehind(session, dialect, section.statements[error.index]) : [];
      throw stopped({ direction, files, at: i, section, signal, rows }, error);
    }
    statements += section.statements.length;
    emit({ ...event, status: 'done', ms: Math.round(performance.now() - begun) });
    await hook('afterEachMigrate');
  }
  await hook('afterMigrate');
  return { files, recorded, statements, ms: Math.round(performance.now() - started), warnings: status.warnings };
}
