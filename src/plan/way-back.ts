import { type Alteration } from '../dialects/dialect.ts';
import { diff } from '../diff/diff.ts';
import { type ObjectId } from '../model/id.ts';
import { byId, idOf, type SchemaObject } from '../model/object.ts';
import { type Plan } from '../model/step.ts';
import { type PlanInput } from './plan.ts';
import { type Work } from './rebuild.ts';

/**
 * What cannot be taken back by a statement of its own is taken back by a plan: from all as it was, but with the object as the
 * change leaves it, to all as it was. The change comes before whatever that plan takes down, so that it finds it again.
 */
export function withWaysBack(
  works: readonly Work[],
  before: ReadonlyMap<ObjectId, SchemaObject>,
  planOf: (input: Pick<PlanInput, 'before' | 'after' | 'changes' | 'offline'>) => Plan,
): readonly Work[] {
  if (!works.some((w) => w.alteration?.how === 'steps' && w.alteration.wayBack !== undefined)) return works;
  const former = new Set(works.flatMap((w) => (w.change.type === 'rename' ? [idOf(w.change.before)] : [])));
  const present = [...before.values()].filter((o) => !former.has(idOf(o)));
  return works.map((work): Work => {
    const { alteration } = work;
    if (alteration?.how !== 'steps' || alteration.wayBack === undefined) return work;
    const { from, to } = alteration.wayBack;
    const among = (object: SchemaObject): SchemaObject[] => [...byId([...present, object]).values()];
    const plan = planOf({ before: among(from), after: among(to), changes: diff([from], [to]), offline: true });
    return { ...work, alteration: undone(alteration, plan, idOf(to)) };
  });
}

function undone(alteration: Extract<Alteration, { how: 'steps' }>, plan: Plan, id: ObjectId): Alteration {
  const [first, ...rest] = alteration.steps;
  if (first === undefined) return alteration;
  const ended = plan.steps.flatMap((s) => s.ends).filter((other) => other !== id);
  const frees = [...new Set([...(first.frees ?? []), ...ended])];
  // What comes to stand on the object is gone again by the time that plan runs.
  const makes = [...(first.makes ?? []), id];
  return { ...alteration, steps: [{ ...first, undo: plan.steps.map((s) => s.sql), frees, makes }, ...rest] };
}
