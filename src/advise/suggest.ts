import { type Bench, type TableStatistics } from '../dialects/dialect.ts';
import { idName, type ObjectId } from '../model/id.ts';
import { type Gain, type IndexAdvice, type ServedQuery } from '../model/index-advice.ts';
import { type Index, idOf, type Table } from '../model/object.ts';
import { covers, type ExistingKey } from './existing.ts';
import { nameOf } from './pool.ts';
import { type Candidate, type PricedQuery, type Prices, tableOf } from './price.ts';

export interface SuggestInput {
  readonly queries: readonly PricedQuery[];
  readonly candidates: readonly Candidate[];
  readonly chosen: readonly number[];
  readonly prices: Prices;
  readonly bench: Bench;
  readonly statistics: ReadonlyMap<ObjectId, TableStatistics>;
  readonly keys: ReadonlyMap<ObjectId, readonly ExistingKey[]>;
  readonly tables: ReadonlyMap<ObjectId, Table>;
  /** Whether statements may be run to measure them. */
  readonly run: boolean;
  /** The index under the name it shall have. */
  readonly named: (index: Index) => Index;
  readonly create: (index: Index) => string;
}

/** Advice on the candidate at a position. */
export interface Suggested {
  readonly position: number;
  readonly advice: IndexAdvice;
}

/** The chosen indexes with what they were chosen for, and with the gain as exactly as it can be told. */
export async function suggest(input: SuggestInput): Promise<Suggested[]> {
  const { queries, candidates, chosen, prices, bench } = input;
  const served = new Map<number, ServedQuery[]>();
  for (const [q, query] of queries.entries()) {
    const { cost, used } = await prices.of(q, chosen);
    const mine = used.filter((position) => chosen.includes(position));
    if (mine.length === 0) continue;
    const gain = await gainOf(query, cost, mine, input);
    const { text, at, calls, totalMs } = query.query;
    const shown = query.behind === undefined ? (text ?? query.statement) : `${query.statement} (${query.behind})`;
    for (const position of mine)
      served.set(position, [...(served.get(position) ?? []), { text: shown, at, calls, totalMs, gain }]);
  }
  return chosen.flatMap((position): Suggested[] => {
    const candidate = candidates[position];
    const list = served.get(position) ?? [];
    if (candidate === undefined || list.length === 0) return [];
    const index = input.named(candidate.index);
    const made = bench.made[position];
    const real = bench.basis === 'measured' && made !== undefined && 'bytes' in made ? made.bytes : undefined;
    const advice: IndexAdvice = {
      index,
      object: idOf(index),
      create: input.create(index),
      bottleneck: bottleneckOf(candidate, list, input),
      reason: reasonOf(candidate, list.length, input),
      gain: mean(list),
      queries: list,
      bytes: real ?? (candidate.bytes > 0 ? candidate.bytes : undefined),
      supersedes: (input.keys.get(tableOf(candidate)) ?? [])
        .filter((key) => !key.unique && covers(candidate.shape, key))
        .map((key) => key.name),
    };
    return [{ position, advice }];
  });
}

async function gainOf(
  query: PricedQuery,
  cost: number,
  used: readonly number[],
  { bench, chosen, run, candidates }: SuggestInput,
): Promise<Gain> {
  const made = used.every((i) => bench.made[i] !== undefined && 'bytes' in bench.made[i]);
  const basis = made ? bench.basis : 'estimated';
  const byCost: Gain = { basis, unit: 'cost', before: query.cost, after: cost };
  if (!run || !made || query.unsafe !== null) return byCost;
  const tables = new Set(query.needs.map((n) => n.table));
  const there = chosen.filter(
    (i) =>
      candidates[i] !== undefined &&
      tables.has(tableOf(candidates[i])) &&
      bench.made[i] !== undefined &&
      'bytes' in bench.made[i],
  );
  const before = await bench.measure(query.statement, []);
  const after = before === null ? null : await bench.measure(query.statement, there);
  return before === null || after === null ? byCost : { basis, unit: 'ms', before, after };
}

/** The gain of a mean call. Times and costs are never added up: where one query has only a cost, all are told in costs. */
function mean(list: readonly ServedQuery[]): Gain {
  const [first] = list;
  const unit = list.every((q) => q.gain.unit === 'ms') ? 'ms' : 'cost';
  const told = list.filter((q) => q.gain.unit === unit);
  const calls = told.reduce((sum, q) => sum + q.calls, 0) || 1;
  const average = (side: 'before' | 'after'): number =>
    told.reduce((sum, q) => sum + q.gain[side] * q.calls, 0) / calls;
  const estimated = list.some((q) => q.gain.basis === 'estimated');
  return {
    basis: estimated ? 'estimated' : (first?.gain.basis ?? 'estimated'),
    unit,
    before: average('before'),
    after: average('after'),
  };
}

function bottleneckOf(
  candidate: Candidate,
  list: readonly ServedQuery[],
  { queries, statistics }: SuggestInput,
): string {
  const id = tableOf(candidate);
  const rows = Math.round(statistics.get(id)?.rows ?? 0);
  const needs = queries
    .filter((q) => list.some((l) => l.at === q.query.at && (l.text === q.query.text || l.text.startsWith(q.statement))))
    .flatMap((q) => q.needs);
  const need = needs.find((n) => n.table === id);
  const scan = need?.scans[0];
  const kept = scan?.estimatedRows;
  const how =
    scan?.type === 'seq_scan'
      ? 'sequential scan'
      : scan?.type === 'index_scan' || scan?.type === 'index_only_scan'
        ? `scan of ${scan.index}`
        : 'scan';
  const sorted =
    need !== undefined && need.order.length > 0 && need.limited ? ', all of them sorted for the first ones' : '';
  return `${how} of ${idName(id)}: ${rows} rows${kept === undefined ? '' : `, about ${Math.round(kept)} wanted`}${sorted}`;
}

function reasonOf({ shape, index }: Candidate, served: number, { statistics, tables }: SuggestInput): string {
  const table = [...tables.values()].find((t) => t.schema === index.schema && t.name === index.table);
  const facts = table === undefined ? undefined : statistics.get(`table:${nameOf(table)}`);
  const activity = facts?.activity;
  const writes = activity === undefined ? 0 : activity.inserts + activity.updates + activity.deletes;
  const busy =
    activity !== undefined && writes > 100_000 && writes > 1000 * activity.scans
      ? `; mind that the table is written far more often than read (${writes} rows written, ${activity.scans} scans)`
      : '';
  return `${shape.why}${served > 1 ? `; serves ${served} queries` : ''}${busy}`;
}
