import { DbopsError } from '../model/error.ts';
import { idOf } from '../model/object.ts';
import {
  advanceCounters,
  type Candidate,
  type Difference,
  deleteVanished,
  dropStage,
  fingerprint,
  fitsDirectly,
  insertMissing,
  type Load,
  loadDirectly,
  rememberKeys,
  stage,
  updateDiffering,
} from './load.ts';
import { type Unit } from './order.ts';
import {
  absent,
  candidate,
  editNotes,
  isUpToDate,
  openLoad,
  type PreparedRun,
  prepareRun,
  shownTable,
} from './prepare.ts';
import { type SeedResult, type SeedRun } from './run.ts';
import { stopIfAborted } from './source.ts';
import { type SetState, writeState } from './state.ts';

/**
 * Brings the sets that are meant for the target into its tables: sets in foreign-key order, each in a transaction of its own
 * (sets that refer to each other in one), so that whatever interrupts it leaves whole sets. A set whose definition and table
 * are as the last apply left them is not touched. Throws `protected-target`, `bad-seed`, `bad-rows`, `interrupted`.
 */
export async function applySeeds(run: SeedRun): Promise<readonly SeedResult[]> {
  return execute(run, false);
}

/**
 * Applies the generated sets anew, with `now` being today: rows that were edited are set back, moments move with the day.
 * It deletes nothing that an apply would not delete. Throws `protected-target` on a protected target.
 */
export async function refreshSeeds(run: SeedRun): Promise<readonly SeedResult[]> {
  if (run.target.protected) {
    throw new DbopsError('protected-target', `${run.target.name} is protected: generated rows stay away from it`);
  }
  return execute(run, true);
}

/** A set that has been applied, and what is left to do about it at the end of the run. */
interface Applied {
  readonly of: Candidate;
  result: SeedResult;
  state: SetState;
  /** Rows that left the set and were still referenced when it was applied. */
  left: number;
  /** How many sets had written rows when the table's fingerprint was taken. */
  seen: number;
}

async function execute(run: SeedRun, fresh: boolean): Promise<readonly SeedResult[]> {
  const { session, dialect } = run;
  if (!(await dialect.state.exists(session))) {
    for (const statement of dialect.state.create) await session.run(statement);
  }
  const prepared = await prepareRun(run, { fresh, provisional: false });
  const applied: Applied[] = [];
  const staged: Candidate[] = [];
  const writes = new Map<string, number>();
  for (const { set, reason } of prepared.skipped) run.onEvent?.({ type: 'skipped', set: set.name, reason });
  try {
    for (const unit of prepared.units) {
      if (fresh && unit.every((o) => o.resolved.set.source.from !== 'generate')) continue;
      stopIfAborted(run.signal);
      const done = await applyUnit(prepared, unit, applied.length, writes);
      applied.push(...done);
      staged.push(...done.filter((one) => one.left > 0).map((one) => one.of));
    }
    for (const one of applied.toReversed()) if (one.left > 0) await deleteLeft(run, one, writes);
    for (const one of applied) await rememberTable(run, one, writes);
  } finally {
    for (const one of staged) await dropStage(one).catch(() => undefined);
  }
  const skipped = prepared.skipped.map(({ set, reason }): SeedResult => {
    const none = { inserted: 0, updated: 0, deleted: 0, unchanged: 0, total: 0, ms: 0, notes: [] };
    return {
      set: set.name,
      table: shownTable(prepared, set),
      mode: set.mode,
      ...none,
      approach: 'left out',
      skipped: reason,
    };
  });
  return [...applied.map((a) => a.result), ...skipped];
}

async function applyUnit(
  prepared: PreparedRun,
  unit: Unit,
  first: number,
  writes: Map<string, number>,
): Promise<readonly Applied[]> {
  const { run } = prepared;
  const started = performance.now();
  for (const ordered of unit) {
    const { name, set } = ordered.resolved;
    run.onEvent?.({ type: 'started', set: name, table: shownTable(prepared, set) });
    await refuseAbsent(prepared, ordered);
  }
  const found: Candidate[] = [];
  for (const ordered of unit) found.push(await candidate(prepared, ordered, first + found.length));
  let whole = true;
  for (const one of found) whole = whole && (await isUpToDate(prepared, one));
  let applied: readonly Applied[] = [];
  if (whole) {
    applied = found.map((one) => untouched(prepared, one, performance.now() - started, writes));
  } else {
    try {
      applied = await run.session.transaction(async () => writeUnit(prepared, found, started, writes));
    } finally {
      // MySQL keeps temporary tables over a rollback; those with rows left over are needed at the end.
      for (const one of found) {
        const kept = applied.some((a) => a.of.ordered === one.ordered && a.left > 0);
        if (!kept) await dropStage(one).catch(() => undefined);
      }
    }
  }
  for (const { result } of applied) run.onEvent?.({ type: 'finished', result });
  return applied;
}

async function refuseAbsent(prepared: PreparedRun, ordered: Unit[number]): Promise<void> {
  const missing = await absent(prepared, ordered);
  if (missing === null) return;
  const { name, set } = ordered.resolved;
  const what =
    missing === 'table' ? `there is no table ${set.table}` : `${set.table} has no column ${missing.join(', ')}`;
  throw new DbopsError(
    missing === 'table' ? 'unknown-table' : 'unknown-column',
    `set ${name}: ${what} in the database`,
    {
      hint: 'bring the schema up to date first: dbops apply',
    },
  );
}

function untouched(prepared: PreparedRun, of: Candidate, ms: number, writes: ReadonlyMap<string, number>): Applied {
  const { name, set } = of.ordered.resolved;
  const state = of.before;
  if (state === null) throw new Error(`internal error: ${name} was never applied`);
  const result: SeedResult = {
    set: name,
    table: shownTable(prepared, set),
    mode: set.mode,
    inserted: 0,
    updated: 0,
    deleted: 0,
    unchanged: state.rows,
    total: state.rows,
    ms: Math.round(ms),
    approach: 'fingerprint equal: nothing to do',
    notes: [],
  };
  return { of, result, state, left: 0, seen: writes.get(idOf(of.ordered.resolved.table)) ?? 0 };
}

/** Compares and writes the sets of a unit: deletes from the last to the first, then inserts and updates. */
async function writeUnit(
  prepared: PreparedRun,
  unit: readonly Candidate[],
  started: number,
  writes: Map<string, number>,
): Promise<readonly Applied[]> {
  const { run } = prepared;
  const differences: Difference[] = [];
  const deleted = unit.map(() => 0);
  const loads: Load[] = [];
  for (const one of unit) loads.push(await openLoad(prepared, one));
  for (const load of loads) {
    const direct = unit.length === 1 && (await fitsDirectly(load));
    differences.push(direct ? await loadDirectly(load) : await stage(load));
  }
  const pairs = loads.map((load, i) => ({ load, i, is: differences[i] as Difference }));
  for (const { load, i, is } of pairs.toReversed()) if (is.vanished > 0) deleted[i] = await deleteVanished(load);
  for (const { load, is } of pairs) {
    if (is.missing === 0 || is.direct) continue;
    await rememberKeys(load);
    await insertMissing(load);
  }
  const applied: Applied[] = [];
  for (const { load, is } of pairs) {
    const { set } = load.ordered.resolved;
    const fills = load.ordered.deferred.length > 0 && is.missing > 0;
    if (fills || (set.mode !== 'insert' && is.differing > 0)) await updateDiffering(load);
  }
  for (const { load, i, is } of pairs) {
    const { name, set, table } = load.ordered.resolved;
    const gone = deleted[i] ?? 0;
    if (set.mode === 'sync' && (gone > 0 || !load.unchanged))
      await run.session.run(load.dialect.merge.disown(load.merge));
    if (is.missing > 0) await advanceCounters(load);
    const updated = set.mode === 'insert' ? 0 : is.differing;
    const changed = is.missing + updated + gone;
    if (changed > 0) writes.set(idOf(table), (writes.get(idOf(table)) ?? 0) + 1);
    const state: SetState = {
      digest: load.digest,
      asOf: prepared.workshop.asOf(load.ordered.resolved),
      base: load.base,
      reach: Math.max(load.before?.reach ?? 0, is.total),
      fingerprint: await fingerprint(load, is.total),
      rows: is.total,
      appliedAt: new Date().toISOString(),
    };
    if (changed > 0 || !sameState(state, load.before)) await run.session.run(writeState(run.dialect, name, state));
    const result: SeedResult = {
      set: name,
      table: shownTable(prepared, set),
      mode: set.mode,
      inserted: is.missing,
      updated,
      deleted: gone,
      unchanged: is.total - is.missing - updated,
      total: is.total,
      ms: Math.round(performance.now() - started),
      approach: is.direct
        ? `${bulk(prepared)} into the empty table`
        : `${bulk(prepared)} into a stage, then the difference`,
      notes: editNotes(load, is.missing, is.differing),
    };
    const seen = writes.get(idOf(table)) ?? 0;
    applied.push({ of: load, result, state, left: is.vanished - gone, seen });
  }
  return applied;
}

const bulk = ({ run }: PreparedRun): string => (run.dialect.name === 'postgres' ? 'COPY' : 'batched INSERT');

function sameState(a: SetState, b: SetState | null): boolean {
  return (
    b !== null &&
    a.digest === b.digest &&
    a.fingerprint === b.fingerprint &&
    a.rows === b.rows &&
    a.reach === b.reach &&
    a.base === b.base &&
    a.asOf.getTime() === b.asOf.getTime()
  );
}

/** Deletes what left a set and was still referenced when it was applied: later sets may have let go of it. */
async function deleteLeft(run: SeedRun, one: Applied, writes: Map<string, number>): Promise<void> {
  const { of: load } = one;
  const gone = await run.session.transaction(async () => {
    const deleted = await deleteVanished(load);
    if (deleted > 0) await run.session.run(load.dialect.merge.disown(load.merge));
    return deleted;
  });
  const id = idOf(load.ordered.resolved.table);
  if (gone > 0) writes.set(id, (writes.get(id) ?? 0) + 1);
  const kept = one.left - gone;
  const rows = kept === 1 ? '1 row has left the set but is' : `${kept} rows have left the set but are`;
  const notes = kept === 0 ? [] : [`${rows} still referenced: kept`];
  one.left = kept;
  one.result = { ...one.result, deleted: one.result.deleted + gone, notes: [...one.result.notes, ...notes] };
}

/**
 * Takes the fingerprint of a table again that a later set, or a later deletion, has written to. There is none while rows wait
 * to be deleted: the next run has to look whether they are free.
 */
async function rememberTable(run: SeedRun, one: Applied, writes: ReadonlyMap<string, number>): Promise<void> {
  const { name, table } = one.of.ordered.resolved;
  if (one.left === 0 && (writes.get(idOf(table)) ?? 0) === one.seen) return;
  const fresh = one.left > 0 ? null : await fingerprint(one.of, one.state.rows);
  const state = { ...one.state, fingerprint: fresh };
  if (!sameState(state, one.state)) await run.session.run(writeState(run.dialect, name, state));
}
