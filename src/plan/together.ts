import { changeId } from '../model/change.ts';
import { idKind, type ObjectId } from '../model/id.ts';
import { type Step } from '../model/step.ts';
import { edgesOf, orderSteps } from './order.ts';

/**
 * Orders steps so that nothing commits while rows are on their way: what others wrote by then would be lost. Steps that have nothing
 * to do with the move come before or after it, and changes that cannot are made plainly.
 */
export function orderTogether(stepsOf: (plainly: ReadonlySet<ObjectId>) => readonly Step[]): Step[] {
  const plainly = new Set<ObjectId>();
  let steps = stepsOf(plainly);
  let ordered = orderSteps(steps);
  if (committing(onTheWay(ordered)).length === 0) return ordered;
  for (;;) {
    const places = placesAround(steps);
    ordered = orderSteps([0, 1, 2].flatMap((place) => steps.filter((_, i) => places[i] === place)));
    const online = committing(onTheWay(ordered)).map((s) => changeId(s.why));
    if (online.every((id) => plainly.has(id))) return ordered;
    for (const id of online) plainly.add(id);
    steps = stepsOf(plainly);
  }
}

/** From here on nobody else writes to what rows are taken from. */
function opens({ makes }: Step): boolean {
  return makes.some((id) => idKind(id) === 'kept out');
}

/** All rows are where they belong. */
function closes({ ends }: Step): boolean {
  return ends.some((id) => idKind(id) === 'aside');
}

function committing(steps: readonly Step[]): Step[] {
  return steps.filter((s) => s.transaction !== 'joins');
}

/** The steps from the first after which rows are on their way to the one that brings the last where they belong. */
export function onTheWay(steps: readonly Step[]): readonly Step[] {
  const first = steps.findIndex(opens);
  return first < 0 ? [] : steps.slice(first, steps.findLastIndex(closes) + 1);
}

/** By step: whether it can come before rows are on their way (0), has to come meanwhile (1), or can come afterwards (2). */
function placesAround(steps: readonly Step[]): number[] {
  const edges = edgesOf(steps);
  const later = reached(steps, opens, edges);
  const earlier = reached(
    steps,
    closes,
    edges.map(([a, b]) => [b, a]),
  );
  return steps.map((_, i) => (later.has(i) ? (earlier.has(i) ? 1 : 2) : 0));
}

/** The positions of some steps, and of all that lie beyond them. */
function reached(
  steps: readonly Step[],
  from: (step: Step) => boolean,
  edges: readonly (readonly [number, number])[],
): ReadonlySet<number> {
  const next = Map.groupBy(edges, ([a]) => a);
  const queue = [...steps.keys()].filter((i) => from(steps[i] as Step));
  const found = new Set(queue);
  for (let i = queue.pop(); i !== undefined; i = queue.pop()) {
    for (const [, to] of next.get(i) ?? []) {
      if (found.has(to)) continue;
      found.add(to);
      queue.push(to);
    }
  }
  return found;
}
