import { type ObjectId } from '../model/id.ts';
import { type Step } from '../model/step.ts';
import { topologicalOrder } from './graph.ts';

/**
 * The only ordering rule there is. For every id:
 * who makes it comes before who needs it; who frees it before who ends it; who ends it before who makes it again (unless it
 * needs what it ends: that was made on the way); and who needs it, when nobody makes it again, before who ends it. Otherwise
 * steps keep the order in which they came.
 */
export function orderSteps(steps: readonly Step[]): Step[] {
  return topologicalOrder(steps.length, edgesOf(steps)).map((i) => steps[i] as Step);
}

/** Pairs [earlier, later] of positions. */
export function edgesOf(steps: readonly Step[]): [number, number][] {
  const users = new Map<ObjectId, Record<'makes' | 'needs' | 'frees' | 'ends', number[]>>();
  const at = (id: ObjectId): Record<'makes' | 'needs' | 'frees' | 'ends', number[]> => {
    const known = users.get(id);
    if (known !== undefined) return known;
    const entry = { makes: [], needs: [], frees: [], ends: [] };
    users.set(id, entry);
    return entry;
  };
  steps.forEach((step, i) => {
    for (const verb of ['makes', 'needs', 'frees', 'ends'] as const) {
      for (const id of step[verb]) at(id)[verb].push(i);
    }
  });
  const edges: [number, number][] = [];
  const connect = (earlier: readonly number[], later: readonly number[]): void => {
    for (const a of earlier) for (const b of later) if (a !== b) edges.push([a, b]);
  };
  for (const { makes, needs, frees, ends } of users.values()) {
    connect(makes, needs);
    connect(frees, ends);
    connect(
      ends.filter((e) => !makes.includes(e) && !needs.includes(e)),
      makes,
    );
    if (makes.length === 0) connect(needs, ends);
  }
  return edges;
}
