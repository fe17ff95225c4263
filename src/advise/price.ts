import { type Bench, type PlanNode } from '../dialects/dialect.ts';
import { objectId } from '../model/id.ts';
import { type Index } from '../model/object.ts';
import { type Shape } from './candidate.ts';
import { type Need } from './need.ts';
import { type WorkloadQuery } from './workload.ts';

/** A query of the workload as it is priced: one statement without parameters. */
export interface PricedQuery {
  readonly query: WorkloadQuery;
  readonly statement: string;
  /** Its plan as things are. */
  readonly root: PlanNode;
  readonly needs: readonly Need[];
  /** Why it must not be run; null when it may. */
  readonly unsafe: string | null;
  /** The optimizer's cost as things are. */
  readonly cost: number;
  /** What a saved cost unit of one call is worth: calls, or ms where they are known. */
  readonly weight: number;
  /** For people, when it is not the query itself that is slow: `foreign key check of order_lines when orders are deleted`. */
  readonly behind?: string;
}

export interface Candidate {
  readonly index: Index;
  readonly shape: Shape;
  readonly create: string;
  readonly bytes: number;
}

export interface Price {
  readonly cost: number;
  /** Positions of the candidates that the plan uses. */
  readonly used: readonly number[];
}

/** Costs of queries with any of the candidates there; each is asked for once. */
export interface Prices {
  of(query: number, candidates: readonly number[]): Promise<Price>;
}

/** Prices by a bench; `estimate` tells what it cannot. */
export function pricesOn(
  bench: Bench,
  queries: readonly PricedQuery[],
  candidates: readonly Candidate[],
  estimate: (query: PricedQuery, candidates: readonly (readonly [number, Candidate])[]) => Price,
): Prices {
  const known = new Map<string, Price>();
  const usable = candidates.map((_, i) => !('refused' in (bench.made[i] ?? { refused: '' })));
  // What the server has refused to make gains nothing.
  const impossible = bench.made.map((m) => bench.basis !== 'estimated' && 'refused' in m && m.untried !== true);
  return {
    of: async (position, wanted) => {
      const query = queries[position];
      if (query === undefined) return { cost: 0, used: [] };
      const tables = new Set(query.needs.map((n) => n.table));
      const relevant = wanted
        .filter((i) => candidates[i] !== undefined && !impossible[i] && tables.has(tableOf(candidates[i])))
        .sort((a, b) => a - b);
      if (relevant.length === 0) return { cost: query.cost, used: [] };
      const key = `${position}:${relevant.join()}`;
      const cached = known.get(key);
      if (cached !== undefined) return cached;
      const priced = relevant.every((i) => usable[i]) ? await bench.plan(query.statement, relevant) : null;
      const price =
        priced === null || priced.plan.cost === undefined
          ? estimate(
              query,
              relevant.flatMap((i) => (candidates[i] === undefined ? [] : [[i, candidates[i]] as const])),
            )
          : { cost: priced.plan.cost, used: priced.used };
      known.set(key, price);
      return price;
    },
  };
}

export function tableOf(candidate: Candidate): string {
  return tableKey(candidate.index);
}

function tableKey(index: Index): string {
  return objectId('table', index.schema, index.table);
}
