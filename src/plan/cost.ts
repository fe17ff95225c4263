import { type Cost, type TableSize } from '../model/facts.ts';
import { idKind, type ObjectId, tableOfColumn } from '../model/id.ts';
import { type Plan, type Step } from '../model/step.ts';

/** Bytes and rows that a server on an ordinary disk does in a second: to tell seconds from hours, not to be held to. */
const [READ, WRITE, SORT] = [200e6, 50e6, 500e3];

/** What each step takes, by the sizes of the tables that it works on. */
export function costsOf({ steps }: Plan, sizes: ReadonlyMap<ObjectId, TableSize>): ReadonlyMap<string, Cost> {
  return new Map(steps.map((step) => [step.id, costOf(step, sizes)]));
}

const NOTHING: Cost = { work: 'none', rows: 0, bytes: 0, seconds: 0, disk: 0 };

function costOf(step: Step, sizes: ReadonlyMap<ObjectId, TableSize>): Cost {
  const work = workOf(step);
  const tables = work === 'none' ? [] : worked(step).flatMap((id) => sizes.get(id) ?? []);
  if (tables.length === 0) return { ...NOTHING, work };
  const sum = (of: (size: TableSize) => number): number => tables.reduce((total, size) => total + of(size), 0);
  const [rows, bytes, indexBytes] = [sum((s) => s.rows), sum((s) => s.bytes), sum((s) => s.indexBytes)];
  const builds = work === 'scans' && buildsIndex(step);
  const seconds =
    work === 'rewrites'
      ? bytes / READ + (bytes + indexBytes) / WRITE + (indexBytes > 0 ? rows / SORT : 0)
      : bytes / READ + (builds ? rows / SORT : 0);
  const disk = work === 'rewrites' ? bytes + indexBytes : builds ? rows * 24 : 0;
  return { work, rows, bytes, seconds, disk };
}

function workOf(step: Step): Cost['work'] {
  const kinds = new Set(step.hazards.map((h) => h.kind));
  if (kinds.has('rewrites_table')) return 'rewrites';
  // A statement that may take as long as it takes looks at every row, unless it only takes something away.
  const patient = step.timeout === 0 && (step.why.type !== 'drop' || step.makes.length > 0);
  return patient || kinds.has('scans_table') || kinds.has('may_fail_on_data') || buildsIndex(step) ? 'scans' : 'none';
}

const INDEXED = new Set(['index', 'unique', 'exclusion']);

function buildsIndex({ why, makes, ends }: Step): boolean {
  if (why.type === 'drop') return false;
  return makes.some((id) => INDEXED.has(idKind(id)) && !ends.includes(id));
}

/** The tables whose rows it works on: those of its hazards, else those it locks. */
function worked({ hazards, locks }: Step): ObjectId[] {
  const named = hazards
    .filter((h) => h.kind === 'rewrites_table' || h.kind === 'scans_table')
    .map((h) => (idKind(h.object) === 'column' ? tableOfColumn(h.object) : h.object));
  return [...new Set(named.length > 0 ? named : locks.map((l) => l.object))];
}
