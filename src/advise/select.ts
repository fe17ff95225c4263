import { objectId } from '../model/id.ts';
import { type AdviceConfig } from '../model/policy.ts';
import { type Shape } from './candidate.ts';
import { covers } from './existing.ts';
import { type Candidate, type PricedQuery, type Prices } from './price.ts';

export interface Selection {
  /** Positions of the candidates worth having, in the order in which they were chosen. */
  readonly chosen: readonly number[];
  /** Why others are not, by position. */
  readonly rejected: ReadonlyMap<number, string>;
}

export interface SelectInput {
  readonly queries: readonly PricedQuery[];
  readonly candidates: readonly Candidate[];
  readonly prices: Prices;
  readonly config: AdviceConfig;
  /** Cost units that keeping an index up to date takes in the time of the workload, by candidate. */
  readonly upkeep: (candidate: Candidate) => number;
}

/** Less than this saved by a call is nothing that anybody would notice. */
const LEAST_SAVING = 10;
/** Nor is this share of what a call costs today. */
const SLIGHT = 0.02;
/** How much more a simpler index may leave to pay than the best one. */
const SIMPLER = 1.1;
/** An index that carries more columns only to spare the look into the table has to save so much more than the plain one. */
const PLAIN = 0.85;

/**
 * Greedy, by the whole workload's saving: the candidate that saves most is taken, or a simpler one that saves almost as
 * much, until none saves enough; then those that the later ones have made useless go again.
 */
export async function select(input: SelectInput): Promise<Selection> {
  const { queries, candidates, prices, config } = input;
  let chosen: number[] = [];
  const rejected = new Map<number, string>();
  let current = queries.map((q) => q.cost);
  let bytes = 0;
  const open = new Set(candidates.keys());
  for (;;) {
    const offers: { position: number; benefit: number; after: number[]; enough: boolean }[] = [];
    for (const position of open) {
      const after: number[] = [];
      for (const [q] of queries.entries()) after.push((await prices.of(q, [...chosen, position])).cost);
      const saved = after.map((cost, q) => (current[q] ?? cost) - cost);
      const candidate = candidates[position];
      const gross = saved.reduce((sum, s, q) => sum + s * (queries[q]?.weight ?? 0), 0);
      const upkeep = candidate === undefined ? 0 : input.upkeep(candidate);
      const enough = saved.some(
        (s, q) =>
          s >= LEAST_SAVING &&
          s >= config.minImprovement * (current[q] ?? 0) &&
          s >= (1 - PLAIN) * (queries[q]?.cost ?? 0),
      );
      if (gross > 0 && gross <= upkeep && enough)
        rejected.set(position, 'keeping it up to date would cost more than it saves');
      offers.push({ position, benefit: gross - upkeep, after, enough });
    }
    const worth = offers.filter((o) => o.enough && o.benefit > 0).sort((a, b) => b.benefit - a.benefit);
    const within = worth.filter(({ position }) => {
      const fits =
        config.storageBudget === undefined || bytes + (candidates[position]?.bytes ?? 0) <= config.storageBudget;
      if (!fits)
        rejected.set(
          position,
          `its ${candidates[position]?.bytes} bytes are beyond what is left of the storage budget`,
        );
      return fits;
    });
    const [best] = within;
    if (best === undefined) {
      const bundle = await bundleOf(chosen, current, bytes, input);
      if (bundle === null) break;
      chosen.push(...bundle.positions);
      for (const position of bundle.positions) open.delete(position);
      current = bundle.after;
      bytes += bundle.bytes;
      continue;
    }
    const taken = simplest(best, within, input);
    chosen.push(taken.position);
    open.delete(taken.position);
    current = taken.after;
    bytes += candidates[taken.position]?.bytes ?? 0;
  }
  chosen = await withoutUseless(chosen, rejected, input);
  return { chosen, rejected };
}

interface Bundle {
  readonly positions: readonly number[];
  readonly after: number[];
  readonly bytes: number;
}

/** Alternatives need an index each, and one of them alone gains nothing: they are tried together. */
async function bundleOf(
  chosen: readonly number[],
  current: readonly number[],
  spent: number,
  { queries, candidates, prices, config, upkeep }: SelectInput,
): Promise<Bundle | null> {
  for (const [q, { needs, weight }] of queries.entries()) {
    for (const need of needs) {
      const arms = need.arms.map((arm) =>
        candidates.findIndex(
          ({ index, shape: { parts, where, include } }) =>
            objectId('table', index.schema, index.table) === need.table &&
            parts.length === 1 &&
            where === undefined &&
            include === undefined &&
            arm.some((p) => (p.expression ?? p.column) === (parts[0]?.expression ?? parts[0]?.column)),
        ),
      );
      const positions = [...new Set(arms)].filter((p) => p >= 0 && !chosen.includes(p));
      if (positions.length < 2) continue;
      const after: number[] = [];
      for (const [i] of queries.entries()) after.push((await prices.of(i, [...chosen, ...positions])).cost);
      const saved = (current[q] ?? 0) - (after[q] ?? 0);
      const bytes = positions.reduce((sum, p) => sum + (candidates[p]?.bytes ?? 0), 0);
      const kept = positions.reduce((sum, p) => sum + (candidates[p] === undefined ? 0 : upkeep(candidates[p])), 0);
      const enough = saved >= LEAST_SAVING && saved >= config.minImprovement * (current[q] ?? 0);
      const fits = config.storageBudget === undefined || spent + bytes <= config.storageBudget;
      if (enough && fits && saved * weight > kept) return { positions, after, bytes };
    }
  }
  return null;
}

interface Offer {
  readonly position: number;
  readonly benefit: number;
  readonly after: readonly number[];
}

/** The simplest candidate whose costs are close to the best one's, among those that only leave out what comes last in it. */
function simplest<T extends Offer>(best: T, offers: readonly T[], { candidates, queries }: SelectInput): T {
  const shape = candidates[best.position]?.shape;
  if (shape === undefined) return best;
  const touched = (o: Offer): number =>
    o.after.reduce(
      (sum, cost, q) => sum + (best.after[q] === queries[q]?.cost ? 0 : cost * (queries[q]?.weight ?? 0)),
      0,
    );
  const included = (o: Offer): number => candidates[o.position]?.shape.include?.length ?? 0;
  const bytes = (o: Offer): number => candidates[o.position]?.bytes ?? 0;
  const sorted = new Set(queries.flatMap((q) => q.needs.flatMap((n) => (n.limited ? n.order : []))).map(keyOf));
  const near = offers.filter((o) => {
    const other = candidates[o.position];
    if (other === undefined || other.index.table !== candidates[best.position]?.index.table) return false;
    const close = touched(o) <= touched(best) * SIMPLER;
    const most = o.benefit >= best.benefit * PLAIN;
    if (other.shape.where !== undefined && shape.where === undefined)
      return (close || (most && included(o) === 0)) && bytes(o) * 2 < bytes(best);
    if (!covers(keyed(shape), keyed(other.shape))) return false;
    const dropped = shape.parts.slice(other.shape.parts.length);
    const plain = included(best) > 0 && included(o) === 0 && dropped.length === 0 && most;
    // Nobody notices a few cost units, but a sort that is spared stays spared.
    const slight =
      included(o) <= included(best) &&
      !dropped.some((p) => sorted.has(keyOf(p))) &&
      o.after.every(
        (cost, q) => cost - (best.after[q] ?? cost) < Math.max(LEAST_SAVING, SLIGHT * (queries[q]?.cost ?? 0)),
      );
    return close || plain || slight;
  });
  const parts = (o: Offer): number => candidates[o.position]?.shape.parts.length ?? 0;
  const [first] = near.sort((x, y) => included(x) - included(y) || parts(x) - parts(y) || bytes(x) - bytes(y));
  return first ?? best;
}

/** What an index is searched by. */
function keyed({ parts, method }: Shape): Omit<Shape, 'why'> {
  return { parts, ...(method === undefined ? {} : { method }) };
}

function keyOf(part: { readonly column?: string; readonly expression?: string }): string {
  return part.expression ?? part.column ?? '';
}

/** Takes out what no plan uses, or what costs almost nothing to do without. */
async function withoutUseless(
  chosen: readonly number[],
  rejected: Map<number, string>,
  { queries, candidates, prices }: SelectInput,
): Promise<number[]> {
  let kept = [...chosen];
  for (const position of chosen) {
    const without = kept.filter((p) => p !== position);
    let worse = 0;
    let used = false;
    for (const [q, query] of queries.entries()) {
      const withIt = await prices.of(q, kept);
      used ||= withIt.used.includes(position);
      worse = Math.max(
        worse,
        (await prices.of(q, without)).cost / Math.max(1, withIt.cost) - 1,
        query.weight === 0 ? 0 : -1,
      );
    }
    const shape = candidates[position]?.shape;
    const longer = without.some(
      (p) =>
        candidates[p] !== undefined &&
        shape !== undefined &&
        candidates[p].index.table === candidates[position]?.index.table &&
        covers(candidates[p].shape, shape),
    );
    if (used && worse > (longer ? 0.5 : 0.05)) continue;
    rejected.set(position, longer ? 'a longer suggested index does the same' : 'another suggested index does the same');
    kept = without;
  }
  return kept;
}
