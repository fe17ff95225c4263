import { isTurn, type ObjectId } from '../model/id.ts';
import { type Step } from '../model/step.ts';
import { topologicalOrder } from './graph.ts';

/**
 * The only ordering rule there is. For every id:
 * who makes it comes before who needs it; who frees it before who ends it; who ends it before who makes it again (unless it
 * needs what it ends: that was made on the way); and who needs it, when nobody makes it again, before who ends it. Otherwise
 * steps keep the order in which they came. Turns give way where they would break that.
 */
export function orderSteps(steps: readonly Step[]): Step[] {
  const firm = edgesOf(steps);
  const turns = edgesAmong(steps, isTurn);
  const broken = (order: readonly number[]): number => {
    const place = new Map(order.map((step, i) => [step, i]));
    return firm.filter(([first, then]) => (place.get(first) ?? 0) > (place.get(then) ?? 0)).length;
  };
  const inTurn = topologicalOrder(steps.length, [...firm, ...turns]);
  const loss = turns.length === 0 ? 0 : broken(inTurn);
  const free = loss === 0 ? inTurn : topologicalOrder(steps.length, firm);
  return (loss <= broken(free) ? inTurn : free).map((i) => steps[i] as Step);
}

/** Pairs [earlier, later] of positions. */
export function edgesOf(steps: readonly Step[]): [number, number][] {
  return edgesAmong(steps, (id) => !isTurn(id));
}

function edgesAmong(steps: readonly Step[], isMeant: (id: ObjectId) => boolean): [number, number][] {
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
      for (const id of step[verb]) if (isMeant(id)) at(id)[verb].push(i);
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
