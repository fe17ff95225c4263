import { type Change } from '../model/change.ts';
import { idKind, idName, type ObjectId, objectId, parseDotted } from '../model/id.ts';
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
  const moving = new Map<ObjectId, ObjectId>();
  const made = new Set(steps.flatMap((s) => s.makes));
  for (const change of changes) {
    if (change.type !== 'create' && change.type !== 'drop') continue;
    const object = change.type === 'create' ? change.after : change.before;
    const name = callOf(idOf(object));
    // What takes or gives something that comes and goes itself has its place already.
    if (name !== null && !object.dependsOn?.some((id) => made.has(id))) moving.set(idOf(object), name);
  }
  if (moving.size === 0) return [...steps];
  const there = new Set([...before].flatMap((o) => callOf(idOf(o)) ?? []));
  const names = new Set([...moving.values()].filter((name) => there.has(name)));
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

const ROUTINES = new Set(['function', 'aggregate']);

/** What a call of a routine says: its name without the types of its arguments. */
function callOf(id: ObjectId): ObjectId | null {
  if (!ROUTINES.has(idKind(id))) return null;
  const [schema = '', name = ''] = parseDotted(idName(id)) ?? [];
  return objectId('call', schema, name.replace(/\([^(]*$/, ''));
}
