import { type Bench, type Dialect, type Session, type TableStatistics } from '../dialects/dialect.ts';
import { type ObjectId, objectId } from '../model/id.ts';
import { type AdviceReport, type Rejected, type Skipped } from '../model/index-advice.ts';
import { type Index, type SchemaObject, type Table } from '../model/object.ts';
import { type AdviceConfig } from '../model/policy.ts';
import { type Analysed, analyse, type World } from './analyse.ts';
import { estimator } from './estimate.ts';
import { hintsFor } from './hints.ts';
import { createStatement, describe, type Pool, poolFor } from './pool.ts';
import { type Candidate, type PricedQuery, pricesOn, tableOf } from './price.ts';
import { select } from './select.ts';
import { readSource } from './sources/registry.ts';
import { type Captured } from './sources/source.ts';
import { suggest } from './suggest.ts';
import { mergeWorkload } from './workload.ts';

export interface AdviseInput {
  readonly session: Session;
  readonly dialect: Dialect;
  /** The managed objects, live and declared: what stands here exists, and what does not is left alone. */
  readonly objects: readonly SchemaObject[];
  readonly config: AdviceConfig;
  /** What relative paths of sources are relative to. */
  readonly dir: string;
  /** Whether indexes may be built to be rolled back, and statements that only read be run: never on a protected target. */
  readonly build: boolean;
  /** The name of a new index on a table; `taken` are the names that are not free. */
  readonly name: (table: Table, index: Index, taken: ReadonlySet<string>) => string;
  readonly progress: (text: string) => void;
}

/** ms for one statement to be planned, or to be run. */
const STATEMENT_MS = 10_000;

/** Sources → workload → candidates → prices → selection → suggestions. Reads the target, and leaves no trace in it. */
export async function advise(input: AdviseInput): Promise<AdviceReport> {
  const { session, dialect, objects, config, build } = input;
  const skipped: Skipped[] = [];
  const { captured, sources } = await capture(input, skipped);
  const merged = mergeWorkload(captured, dialect.name);
  const workload = merged.filter((q) => q.calls >= config.minCalls);
  for (const q of merged) {
    if (q.calls < config.minCalls)
      skipped.push({ query: q.text ?? q.at, at: q.at, reason: `${q.calls} calls: fewer than min_calls` });
  }
  const tables = new Map<ObjectId, Table>();
  // An index of a single partition is no advice, and one of all of them cannot be tried.
  const single = (o: Table): boolean => o.partitionBy === undefined && o.partitionOf === undefined;
  for (const o of objects) if (o.kind === 'table' && single(o)) tables.set(objectId('table', o.schema, o.name), o);
  const schemas = [...new Set([dialect.defaultSchema, ...[...tables.values()].map((t) => t.schema)])].filter(
    (s) => s !== '',
  );
  const context = { schemas, timeout: STATEMENT_MS };
  const world: World = { session, dialect, objects, tables, context, gather: build };
  const found = await analyse(world, workload, input.progress);
  const pool = poolFor({ session, dialect, objects, tables, ...found });
  input.progress(`${pool.candidates.length} candidates`);
  const indexes = pool.candidates.map(({ index, create }) => ({
    index,
    create,
    rows: found.statistics.get(objectId('table', index.schema, index.table))?.rows ?? 0,
  }));
  const used = [...tables.keys()]
    .filter((id) => found.statistics.has(id))
    .map((id) => tables.get(id))
    .filter((t) => t !== undefined);
  const result = await dialect.explain.whatIf(
    session,
    { ...context, build, indexes, tables: used.map(({ schema, name }) => ({ schema, name })) },
    (bench) => judged(bench, input, found, pool, tables),
  );
  return {
    ...result,
    sources,
    hints: hintsFor(found.queries, found.statistics, tables, dialect.name),
    rejected: [...pool.rejected, ...result.rejected, ...outside(found)],
    skipped: [...skipped, ...found.skipped],
  };
}

async function capture({ session, dialect, dir, config }: AdviseInput, skipped: Skipped[]) {
  const captured: Captured[] = [];
  const sources: AdviceReport['sources'][number][] = [];
  for (const source of config.sources) {
    const read = await readSource(source, { session, dialect, dir });
    for (const { at, reason } of read.unreadable) skipped.push({ query: source, at, reason });
    sources.push({ source, queries: read.captured.length });
    captured.push(...read.captured);
  }
  return { captured, sources };
}

async function judged(
  bench: Bench,
  input: AdviseInput,
  found: Analysed,
  pool: Pool,
  tables: ReadonlyMap<ObjectId, Table>,
): Promise<Pick<AdviceReport, 'advice' | 'rejected' | 'basis'>> {
  const { queries, statistics } = found;
  const prices = pricesOn(bench, queries, pool.candidates, estimator(statistics));
  const upkeep = (c: Candidate): number => upkeepOf(c, queries, statistics);
  const selection = await select({ queries, candidates: pool.candidates, prices, config: input.config, upkeep });
  const shared = {
    queries,
    candidates: pool.candidates,
    prices,
    bench,
    statistics,
    keys: pool.keys,
    tables,
    run: input.build,
  };
  const naming = { named: namer(input, tables), create: (index: Index) => createStatement(index, input) };
  const unproven = new Map<number, string>();
  let { chosen } = selection;
  let suggested = await suggest({ ...shared, ...naming, chosen });
  // What the plans promise but the clock does not show is not suggested.
  for (;;) {
    const failed = suggested.filter(
      ({ advice: { gain } }) => gain.unit === 'ms' && gain.after > gain.before * (1 - input.config.minImprovement),
    );
    if (failed.length === 0) break;
    for (const { position, advice } of failed)
      unproven.set(
        position,
        `measured, it does not help: ${advice.gain.before.toFixed(3)} ms before, ${advice.gain.after.toFixed(3)} ms after`,
      );
    chosen = chosen.filter((position) => !unproven.has(position));
    suggested = await suggest({ ...shared, ...naming, chosen });
  }
  const advice = suggested.map((s) => s.advice);
  const rejected = pool.candidates.flatMap((c, i): Rejected[] => {
    const table = tables.get(tableOf(c));
    if (suggested.some((o) => o.position === i) || table === undefined) return [];
    const made = bench.made[i];
    const refused = bench.basis !== 'estimated' && made !== undefined && 'refused' in made ? made.refused : undefined;
    return [
      {
        what: describe(table, c.shape),
        reason:
          unproven.get(i) ??
          selection.rejected.get(i) ??
          refused ??
          'no plan gains enough by it, or a chosen index serves as well',
      },
    ];
  });
  return { advice, rejected, basis: bench.basis };
}

/** Gives each index a name that is not taken, the same one however often it is asked. */
function namer(input: AdviseInput, tables: ReadonlyMap<ObjectId, Table>): (index: Index) => Index {
  const taken = new Set(input.objects.map((o) => o.name));
  const given = new Map<string, string>();
  return (index) => {
    const table = tables.get(objectId('table', index.schema, index.table));
    const name = given.get(index.name) ?? (table === undefined ? index.name : input.name(table, index, taken));
    given.set(index.name, name);
    taken.add(name);
    return { ...index, name };
  };
}

/** A cost unit and a half for each row written, when the source counts what the application does. */
const WRITE = 1.5;

function upkeepOf(
  { index }: Candidate,
  queries: readonly PricedQuery[],
  statistics: ReadonlyMap<ObjectId, TableStatistics>,
): number {
  const id = objectId('table', index.schema, index.table);
  const reads = queries.filter((q) => q.query.counted && q.needs.some((n) => n.table === id));
  const facts = statistics.get(id);
  if (reads.length === 0 || facts?.activity === undefined) return 0;
  const columns = new Set(index.parts.map((p) => p.column));
  const { inserts, updates, deletes } = facts.activity;
  // Rows that a first load brought are not what the application writes all day.
  const written = Math.max(0, inserts - facts.rows) + deletes + (columns.size > 0 ? updates : 0);
  const perUnit = reads.reduce((sum, q) => sum + q.weight / Math.max(1, q.query.calls), 0) / reads.length;
  return written * WRITE * perUnit;
}

function outside(found: Analysed): Rejected[] {
  return [...found.foreign].map((id) => ({
    what: id.slice(id.indexOf(':') + 1),
    reason: 'dbops does not manage this table: it is outside the scope, or of a kind that is left alone',
  }));
}
