import { ServerError } from '../model/error.ts';
import { type SeedMode } from '../model/seed.ts';
import { type Difference, dropStage, stage } from './load.ts';
import { type OrderedSet } from './order.ts';
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
import { type PlannedSet, type SeedPlan, type SeedRun } from './run.ts';
import { declaredSource, stopIfAborted } from './source.ts';

/**
 * What an apply would do, set by set, found by staging the rows and comparing them in a transaction that is rolled back. A set
 * whose table or columns are not there yet has counts only as far as its definition gives them. Throws as `applySeeds` does.
 */
export async function planSeeds(run: SeedRun): Promise<SeedPlan> {
  const prepared = await prepareRun(run, { fresh: false, provisional: true });
  const planned: PlannedSet[] = [];
  await run.session.transaction(
    async () => {
      for (const ordered of prepared.units.flat()) {
        stopIfAborted(run.signal);
        planned.push(await planSet(prepared, ordered, planned.length));
      }
    },
    { rollback: true },
  );
  const skipped = prepared.skipped.map(({ set, reason }): PlannedSet => {
    const none = { insert: 0, update: 0, delete: 0, unchanged: 0, total: 0, notes: [] };
    return { set: set.name, table: shownTable(prepared, set), mode: set.mode, ...none, skipped: reason };
  });
  const sets = [...planned, ...skipped];
  const changes = sets.some((s) => s.insert !== 0 || s.update !== 0 || s.delete !== 0);
  return { sets, changes };
}

/** No such table, no such column: PostgreSQL's sqlstates and MySQL's numbers. */
const ABSENT = new Set<string | number>(['42P01', '42703', 1146, 1054]);

async function planSet(prepared: PreparedRun, ordered: OrderedSet, number: number): Promise<PlannedSet> {
  const missing = await absent(prepared, ordered);
  if (missing !== null) return later(prepared, ordered, missing === 'table');
  try {
    return await prepared.run.session.transaction(() => compare(prepared, ordered, number));
  } catch (error) {
    // The set's parents may have no table yet.
    if (error instanceof ServerError && ABSENT.has(error.errno ?? error.sqlstate ?? ''))
      return later(prepared, ordered, false);
    throw error;
  }
}

async function compare(prepared: PreparedRun, ordered: OrderedSet, number: number): Promise<PlannedSet> {
  const { name, set } = ordered.resolved;
  const found = await candidate(prepared, ordered, number);
  const base = { set: name, table: shownTable(prepared, set), mode: set.mode };
  if (await isUpToDate(prepared, found)) {
    const { rows } = found.before ?? { rows: 0 };
    return { ...base, insert: 0, update: 0, delete: 0, unchanged: rows, total: rows, notes: [] };
  }
  try {
    const is = await stage(await openLoad(prepared, found));
    return { ...base, ...countsOf(set.mode, is), notes: editNotes(found, is.missing, is.differing) };
  } finally {
    await dropStage(found).catch(() => undefined);
  }
}

function countsOf(
  mode: SeedMode,
  is: Difference,
): Pick<PlannedSet, 'insert' | 'update' | 'delete' | 'unchanged' | 'total'> {
  const update = mode === 'insert' ? 0 : is.differing;
  const { missing: insert, vanished, total } = is;
  return { insert, update, delete: vanished, unchanged: total - insert - update, total };
}

/** What can be said before the table is there. */
async function later(prepared: PreparedRun, ordered: OrderedSet, empty: boolean): Promise<PlannedSet> {
  const { set } = ordered.resolved;
  const total = await declaredTotal(prepared, ordered);
  const rest = empty ? 0 : null;
  return {
    set: set.name,
    table: shownTable(prepared, set),
    mode: set.mode,
    insert: empty ? total : null,
    update: rest,
    delete: rest,
    unchanged: rest,
    total,
    notes: ['counted when the schema is up to date'],
  };
}

async function declaredTotal({ run }: PreparedRun, { resolved }: OrderedSet): Promise<number | null> {
  const { source } = resolved.set;
  if (source.from === 'generate') return source.per === undefined ? (source.count ?? 0) : null;
  let total = 0;
  for await (const _ of declaredSource(resolved, run.dir).cells()) total += 1;
  return total;
}
