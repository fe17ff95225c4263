import { type DriverContext } from '../dialects/dialect.ts';
import { type Change } from '../model/change.ts';
import { callOf, idKind, type ObjectId } from '../model/id.ts';
import { idOf, type SchemaObject } from '../model/object.ts';
import { type Step } from '../model/step.ts';

/**
 * Which routine a call means depends on all of that name: those that come or go beside one that stays do so while nothing
 * that calls one is made or taken down, so that every text finds the routines that it was written for, on the way back, too.
 */
export function withNamesakes(
  steps: readonly Step[],
  changes: readonly Change[],
  before: Iterable<SchemaObject>,
): Step[] {
  const there = new Set([...before].flatMap((o) => callOf(idOf(o)) ?? []));
  const moving = new Map<ObjectId, ObjectId>();
  const places = { makes: byIds(steps, 'makes'), ends: byIds(steps, 'ends') };
  for (const change of changes) {
    if (change.type !== 'create' && change.type !== 'drop') continue;
    const object = change.type === 'create' ? change.after : change.before;
    const name = callOf(idOf(object));
    if (name !== null && there.has(name) && !isEntangled(object, name, change.type, places))
      moving.set(idOf(object), name);
  }
  if (moving.size === 0) return [...steps];
  const names = new Set(moving.values());
  const calls = (ids: readonly ObjectId[]): ObjectId[] => [
    ...new Set(ids.flatMap((id) => callOf(id) ?? []).filter((name) => names.has(name))),
  ];
  return steps.map((step) => {
    const moved = calls([...step.makes, ...step.ends].filter((id) => moving.has(id)));
    const others = (ids: readonly ObjectId[]): ObjectId[] => calls(ids).filter((name) => !moved.includes(name));
    const [needs, frees] = [others(step.needs), others(step.frees)];
    if (moved.length + needs.length + frees.length === 0) return step;
    const { makes, ends } = step;
    return {
      ...step,
      makes: [...makes, ...moved],
      ends: [...ends, ...moved],
      needs: [...step.needs, ...needs],
      frees: [...step.frees, ...frees],
    };
  });
}

/**
 * Whether what a routine takes or gives, or what that stands on, calls one of the routine's own name while it is made or taken
 * down: then the routine has its place already, after or before that.
 */
function isEntangled(object: SchemaObject, name: ObjectId, type: 'create' | 'drop', places: Places): boolean {
  const [own, below] = type === 'create' ? (['makes', 'needs'] as const) : (['ends', 'frees'] as const);
  const seen = new Set(object.dependsOn);
  for (const id of seen) {
    for (const step of places[own].get(id) ?? []) {
      if (step[below].some((other) => callOf(other) === name)) return true;
      for (const other of step[below]) seen.add(other);
    }
  }
  return false;
}

type Places = Readonly<Record<'makes' | 'ends', ReadonlyMap<ObjectId, readonly Step[]>>>;

function byIds(steps: readonly Step[], verb: 'makes' | 'ends'): ReadonlyMap<ObjectId, readonly Step[]> {
  const found = new Map<ObjectId, Step[]>();
  for (const step of steps) for (const id of step[verb]) found.set(id, [...(found.get(id) ?? []), step]);
  return found;
}

/**
 * Whether an object calls a routine that goes and then, itself or through what it stands on, another one of its name that comes:
 * while both are there a call may mean either, so it is made anew in between.
 */
export function callsAnother(a: SchemaObject, b: SchemaObject, { before, after }: DriverContext): boolean {
  if (a.kind === 'table') return false;
  const moving = (ids: Iterable<ObjectId>, others: DriverContext['after']): ObjectId[] =>
    Array.from(ids).flatMap((id) => (others.has(id) ? [] : (callOf(id) ?? [])));
  const gone = moving(
    standsOn(a, before, (id) => !after.has(id)),
    after,
  );
  // What stays lets go of what goes; what it stands on then may come only after that. Tables stay through all of it.
  const isAfter = (id: ObjectId): boolean => idKind(id) !== 'table';
  return gone.length > 0 && moving(standsOn(b, after, isAfter), before).some((call) => gone.includes(call));
}

/** What an object stands on, and what those of it do that are asked for. */
function standsOn(
  { dependsOn }: SchemaObject,
  objects: DriverContext['after'],
  isAsked: (id: ObjectId) => boolean,
): ReadonlySet<ObjectId> {
  const seen = new Set(dependsOn);
  for (const id of seen) if (isAsked(id)) for (const other of objects.get(id)?.dependsOn ?? []) seen.add(other);
  return seen;
}
