import { type Dialect } from '../dialects/dialect.ts';
import { type Change } from '../model/change.ts';
import { sameData } from '../model/digest.ts';
import { type ObjectId, objectId } from '../model/id.ts';
import { byId, idOf, type SchemaObject, tableIdOf } from '../model/object.ts';
import { type LockMode, type Step, type StepDraft } from '../model/step.ts';
import { type Expanded } from './crossed.ts';
import { type Crossing } from './crossing.ts';
import { topologicalOrder } from './graph.ts';
import { toStep, withId } from './plan.ts';

function step(why: Change, draft: StepDraft): Step {
  return withId(toStep({ ...draft, why }));
}

/** Every transaction keeps to one table where it can; where it takes two, it has both before it begins. */
export function oneByOne(
  steps: readonly Step[],
  { crossing: { keys } }: Dialect,
  objects: readonly SchemaObject[],
): readonly Step[] {
  if (keys === undefined) return steps;
  const tables = new Map(objects.flatMap((o) => (o.kind === 'table' ? [[idOf(o), o] as const] : [])));
  return steps.flatMap((s, i): Step[] => {
    const held = heldBy(s);
    const ends = s.transaction === 'joins' && !sameData(held.toSorted(), heldBy(steps[i + 1]).toSorted());
    const own: Step = ends ? { ...s, transaction: 'commits_after' } : s;
    if (held.length < 2 || s.transaction === 'alone') return [own];
    // What is referred to is locked last by itself, and is what applications use first.
    const first = held.toReversed().flatMap((id) => tables.get(id) ?? []);
    return [step(s.why, keys.lock(first, 'share row exclusive')), own];
  });
}

/** The tables that a step keeps others from writing to. */
function heldBy(given: Step | undefined): readonly ObjectId[] {
  const mild = new Set<LockMode>(['none', 'access share', 'row share', 'share update exclusive']);
  const held = given?.locks.flatMap((l) => (mild.has(l.mode) ? [] : [l.object])) ?? [];
  return [...new Set(held)];
}

/** What is handed over, or has become a key, is no longer there under its first name when its making is undone. */
export function heldLoosely(given: Step, { crossing: { keys } }: Dialect, { handed, moves }: Expanded): Step {
  if (keys === undefined) return given;
  const built = handed.find((p) => given.makes.includes(idOf(p.built)))?.built;
  const index = moves.find((m) => m.index !== null && given.makes.includes(idOf(m.index)))?.index;
  if (built?.kind === 'foreign_key') return { ...given, undo: [keys.withoutForeignKey(built)] };
  return index === undefined || index === null || given.transaction === 'alone'
    ? given
    : { ...given, undo: [keys.withoutIndex(index)] };
}

/** Foreign keys to former columns make room for those to the new ones, which are proved by then, one after the other. */
export function handOvers({ crossing: { keys } }: Dialect, { handed, keyed }: Expanded): readonly Step[] {
  const tables = byId(keyed);
  return handed.flatMap(({ former, built, final }) => {
    if (keys === undefined || former?.kind !== 'foreign_key' || built.kind !== 'foreign_key') return [];
    const why: Change = { type: 'alter', before: former, after: final, fields: ['references'] };
    const { schema, table } = former.references;
    const both = [objectId('table', schema, table), objectId('table', former.schema, former.table)];
    const locked = [...new Set(both)].flatMap((id) => {
      const found = tables.get(id);
      return found?.kind === 'table' ? [found] : [];
    });
    const first = locked.length < 2 ? [] : [keys.lock(locked, 'access exclusive')];
    return [...first, ...keys.handOver(former, built)].map((d) => step(why, d));
  });
}

/** Several tables whose columns change names in one transaction are locked at once: what others refer to comes first. */
export function lockFirst(
  { crossing: { keys } }: Dialect,
  { during }: Expanded,
  open: readonly Crossing[],
): readonly Step[] {
  const swapping = open.filter((c) => [...c.olds, ...c.news].some((s) => s.at !== s.later));
  const tables = [...new Map(swapping.map((c) => [idOf(c.live), c.live])).values()];
  const [first] = open;
  if (keys === undefined || tables.length < 2 || first === undefined) return [];
  const place = (id: ObjectId | null): number => tables.findIndex((t) => idOf(t) === id);
  const edges = during.flatMap((o): [number, number][] => {
    if (o.kind !== 'foreign_key') return [];
    const ends = [objectId('table', o.references.schema, o.references.table), tableIdOf(o)].map(place);
    const [parent = -1, child = -1] = ends;
    return parent < 0 || child < 0 ? [] : [[parent, child]];
  });
  const ordered = topologicalOrder(tables.length, edges).flatMap((i) => tables[i] ?? []);
  return [step(whyOf(first), keys.lock(ordered, 'access exclusive'))];
}

/** Primary keys and identities go from former columns to new ones. */
export function keyMoves(
  { crossing: { keys } }: Dialect,
  { moves }: Expanded,
  open: readonly Crossing[],
): readonly Step[] {
  return moves.flatMap(({ resting, moved, index, pointing, identities }) => {
    const of = open.find((c) => idOf(c.live) === idOf(moved));
    if (keys === undefined || of === undefined) return [];
    const drafts = [
      ...(index === null ? [] : keys.primaryKey(moved, index, pointing)),
      ...identities.flatMap(([from, to]) => keys.identity(resting, from, to)),
    ];
    return drafts.map((d) => step(whyOf(of), d));
  });
}

function whyOf({ live, table }: Crossing): Change {
  return { type: 'alter', before: live, after: table, fields: ['columns'] };
}
