import { type OrderedSet } from './order.ts';
import { absent, candidate, isUpToDate, type PreparedRun, prepareRun, shownTable } from './prepare.ts';
import { type SeedRun, type SeedStatus } from './run.ts';

/** What the target remembers about each set, and whether that still holds. Writes nothing. */
export async function seedStatus(run: SeedRun): Promise<readonly SeedStatus[]> {
  const prepared = await prepareRun(run, { fresh: false, provisional: true });
  const known: SeedStatus[] = [];
  for (const ordered of prepared.units.flat()) known.push(await statusOf(prepared, ordered));
  const skipped = prepared.skipped.map(({ set, reason }): SeedStatus => {
    return { set: set.name, table: shownTable(prepared, set), state: 'skipped', rows: null, appliedAt: null, reason };
  });
  return [...known, ...skipped];
}

async function statusOf(prepared: PreparedRun, ordered: OrderedSet): Promise<SeedStatus> {
  const { name, set } = ordered.resolved;
  const before = prepared.states.get(name);
  const known = {
    set: name,
    table: shownTable(prepared, set),
    rows: before?.rows ?? null,
    appliedAt: before?.appliedAt ?? null,
  };
  if (before === undefined || (await absent(prepared, ordered)) !== null) return { ...known, state: 'never applied' };
  const found = await candidate(prepared, ordered, 0);
  if (!found.unchanged) return { ...known, state: 'changed' };
  if (before.fingerprint === null) {
    return {
      ...known,
      state: 'up to date',
      reason: 'the definition; rows of so big a table are compared by seed plan',
    };
  }
  return { ...known, state: (await isUpToDate(prepared, found)) ? 'up to date' : 'edited' };
}
