import { type PlanNode, type TableStatistics } from '../dialects/dialect.ts';
import { type ObjectId } from '../model/id.ts';
import { type Need } from './need.ts';
import { shareOf } from './predicate.ts';
import { type Candidate, type Price, type PricedQuery, tableOf } from './price.ts';

/** A row that an index points at, read at random, in the units of a plan's cost; and the way down a tree. */
const FETCH = 2;
const DESCENT = 1;

/** What a query would cost with the best of the candidates, by statistics alone: rows that the key leaves, fetched one by one. */
export function estimator(statistics: ReadonlyMap<ObjectId, TableStatistics>) {
  return (query: PricedQuery, candidates: readonly (readonly [number, Candidate])[]): Price => {
    let cost = query.cost;
    const used: number[] = [];
    for (const need of query.needs) {
      let best: { position: number; saves: number } | null = null;
      for (const [position, candidate] of candidates) {
        if (tableOf(candidate) !== need.table) continue;
        const saves = saving(need, candidate, statistics.get(need.table), query);
        if (saves > (best?.saves ?? 0)) best = { position, saves };
      }
      if (best === null) continue;
      cost -= best.saves;
      used.push(best.position);
    }
    return { cost: Math.max(cost, DESCENT), used };
  };
}

function saving(need: Need, { shape }: Candidate, statistics: TableStatistics | undefined, query: PricedQuery): number {
  if (statistics === undefined) return 0;
  const scan = need.scans.reduce((sum, n) => sum + (n.cost ?? 0) * Math.max(1, n.loops ?? 1), 0);
  let share = 1;
  let probes = 1;
  let position = 0;
  for (const part of shape.parts) {
    const predicate = [...need.predicates, ...need.arms.flat()].find((p) =>
      part.expression === undefined
        ? p.column === part.column && p.expression === undefined
        : p.expression === part.expression,
    );
    if (predicate === undefined || predicate.use === 'filter') break;
    share *= shareOf(predicate, statistics.columns.get(predicate.column), statistics.rows);
    if (predicate.join !== undefined) probes = otherRows(need, query);
    position += 1;
    if (predicate.use === 'range' || predicate.use === 'prefix') break;
  }
  const [first] = need.order;
  const next = shape.parts[position];
  const inOrder =
    first !== undefined && next !== undefined && next.column === first.column && next.expression === first.expression;
  if (position === 0 && !inOrder && shape.where === undefined) return 0;
  if (shape.where !== undefined) {
    const fixed = need.predicates.find((p) => p.condition === shape.where);
    if (fixed === undefined) return 0;
    share *= shareOf(fixed, statistics.columns.get(fixed.column), statistics.rows);
  }
  let rows = Math.max(1, statistics.rows * share);
  if (inOrder && need.limited) rows = Math.min(rows, limitOf(query) * 2);
  const sort = inOrder ? Math.log2(Math.max(2, statistics.rows * share)) * statistics.rows * share * 0.002 : 0;
  return scan + sort - probes * (DESCENT + rows * FETCH);
}

/** Rows of the other tables that each look into this one. */
function otherRows(need: Need, query: PricedQuery): number {
  const others = query.needs.filter((n) => n !== need).flatMap((n) => n.scans.map((s) => s.estimatedRows ?? 1));
  return others.length === 0 ? 1 : Math.max(1, Math.min(...others));
}

function limitOf(query: PricedQuery): number {
  const find = (node: PlanNode): number | undefined =>
    node.type === 'limit' ? node.estimatedRows : node.children.map(find).find((n) => n !== undefined);
  return find(query.root) ?? 20;
}
