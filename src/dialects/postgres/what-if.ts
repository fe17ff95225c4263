import { ServerError } from '../../model/error.ts';
import { sql } from '../../model/query.ts';
import { type Bench, type PlanNode, type Session, type WhatIfOptions } from '../dialect.ts';
import { guarded, onePlan } from './guarded.ts';
import { quote } from './quote.ts';

/** Larger tables are not indexed just to see: nobody waits for that. */
const BUILD_ROWS = 20_000_000;
const BUILD_MS = 120_000;
const RUNS = 3;

type Made = Bench['made'];

/** hypopg where it is installed and knows every index's method; else indexes built and rolled back, when that is allowed; else nothing. */
export async function whatIf<T>(
  session: Session,
  options: WhatIfOptions,
  work: (bench: Bench) => Promise<T>,
): Promise<T> {
  const schema = await hypopgSchema(session);
  if (
    schema !== null &&
    (!options.build || options.indexes.every((i) => HYPOTHETICAL.has(i.index.method ?? 'btree')))
  ) {
    return hypothetical(session, schema, options, work);
  }
  if (options.build) return built(session, options, work);
  return work({
    basis: 'estimated',
    made: options.indexes.map(() => ({ refused: 'hypopg is not installed, and nothing may be built here' })),
    plan: async () => null,
    measure: async () => null,
  });
}

const HYPOTHETICAL = new Set(['btree', 'hash', 'brin', 'bloom']);

async function hypopgSchema(session: Session): Promise<string | null> {
  const [row] = await session.rows<{ schema: string }>(
    `SELECT n.nspname AS schema FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'hypopg'`,
  );
  return row?.schema ?? null;
}

/** https://hypopg.readthedocs.io */
async function hypothetical<T>(
  session: Session,
  schema: string,
  options: WhatIfOptions,
  work: (bench: Bench) => Promise<T>,
): Promise<T> {
  const call = (name: string): string => quote.name(schema, name);
  const make = async (create: string): Promise<{ oid: string; name: string } | undefined> =>
    (
      await session.rows<{ oid: string; name: string }>(
        `SELECT indexrelid::text AS oid, indexname AS name FROM ${call('hypopg_create_index')}(${quote.literal(create)})`,
      )
    )[0];
  const reset = (): Promise<number | null> => session.run(`SELECT ${call('hypopg_reset')}()`);
  const made: Made[number][] = [];
  try {
    for (const { create } of options.indexes) made.push(await sized(session, call, () => make(create)));
    const bench: Bench = {
      basis: 'hypothetical',
      made,
      plan: async (statement, indexes) => {
        if (indexes.some((i) => made[i] === undefined || 'refused' in made[i])) return null;
        await reset();
        const names = new Map<string, number>();
        for (const i of indexes) {
          const got = await make(options.indexes[i]?.create ?? '');
          if (got !== undefined) names.set(got.name, i);
        }
        const plan = await guarded(session, options, (tx) =>
          onePlan(tx, `EXPLAIN (VERBOSE, FORMAT JSON) ${statement}`),
        );
        return { plan, used: usedIn(plan, names) };
      },
      measure: async () => null,
    };
    return await work(bench);
  } finally {
    await reset().catch(() => undefined);
  }
}

async function sized(
  session: Session,
  call: (name: string) => string,
  make: () => Promise<{ oid: string; name: string } | undefined>,
): Promise<Made[number]> {
  return attempt(session, async () => {
    const got = await make();
    const [row] = await session.rows<{ bytes: string }>(
      `SELECT ${call('hypopg_relation_size')}(${quote.literal(got?.oid ?? '0')}::oid)::text AS bytes`,
    );
    return Number(row?.bytes ?? 0);
  });
}

/** Nobody else ever sees the indexes; writers to their tables wait until the transaction is over. */
async function built<T>(session: Session, options: WhatIfOptions, work: (bench: Bench) => Promise<T>): Promise<T> {
  return session.transaction(
    async (tx) => {
      await tx.run(`SET LOCAL statement_timeout = ${BUILD_MS}`);
      await tx.run(`SET LOCAL lock_timeout = 2000`);
      const made: Made[number][] = [];
      for (const { create, index, rows } of options.indexes) {
        if (rows > BUILD_ROWS)
          made.push({
            refused: `the table has ${Math.round(rows)} rows: too many to build an index just to see`,
            untried: true,
          });
        else made.push(await attempt(tx, () => build(tx, create, quote.name(index.schema, index.name))));
      }
      const expressions = options.indexes.filter(
        ({ index }, i) => !refused(made[i]) && index.parts.some((p) => p.expression !== undefined),
      );
      for (const table of new Set(expressions.map(({ index }) => quote.name(index.schema, index.table))))
        await tx.run(`ANALYZE ${table}`);
      return work(benchOf(tx, options, made));
    },
    { rollback: true },
  );
}

async function build(tx: Session, create: string, name: string): Promise<number> {
  await tx.run(create);
  const [row] = await tx.rows<{ bytes: string; hidden: boolean }>(
    sql`SELECT pg_relation_size(i.indexrelid)::text AS bytes, i.indcheckxmin AS hidden FROM pg_index i WHERE i.indexrelid = ${name}::regclass`,
  );
  // Rows updated lately keep the new index from this very transaction; nobody else sees that the flag is off.
  if (row?.hidden) await tx.run(sql`UPDATE pg_index SET indcheckxmin = false WHERE indexrelid = ${name}::regclass`);
  return Number(row?.bytes ?? 0);
}

function refused(made: Made[number] | undefined): boolean {
  return made === undefined || 'refused' in made;
}

function benchOf(session: Session, options: WhatIfOptions, made: Made): Bench {
  const names = new Map(options.indexes.map(({ index }, i) => [index.name, i]));
  const only = <T>(indexes: readonly number[], work: (tx: Session) => Promise<T>): Promise<T> =>
    session.transaction(
      async (tx) => {
        for (const [i, { index }] of options.indexes.entries()) {
          if (!refused(made[i]) && !indexes.includes(i))
            await tx.run(`DROP INDEX ${quote.name(index.schema, index.name)}`);
        }
        return guarded(tx, options, work);
      },
      { rollback: true },
    );
  return {
    basis: 'measured',
    made,
    plan: async (statement, indexes) => {
      if (indexes.some((i) => refused(made[i]))) return null;
      const plan = await only(indexes, (tx) => onePlan(tx, `EXPLAIN (VERBOSE, FORMAT JSON) ${statement}`));
      return { plan, used: usedIn(plan, names) };
    },
    measure: (statement, indexes) =>
      only(indexes, async (tx) => {
        let best: number | null = null;
        for (let i = 0; i < RUNS; i++) {
          const plan = await onePlan(tx, `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${statement}`);
          best = Math.min(best ?? Infinity, plan.actualMs ?? Infinity);
        }
        return best;
      }).catch((error: unknown) => {
        if (error instanceof ServerError) return null;
        throw error;
      }),
  };
}

async function attempt(session: Session, work: () => Promise<number>): Promise<Made[number]> {
  try {
    return { bytes: await session.transaction(work) };
  } catch (error) {
    if (error instanceof ServerError) return { refused: error.message };
    throw error;
  }
}

function usedIn(plan: PlanNode, names: ReadonlyMap<string, number>): number[] {
  const found = plan.index === undefined ? undefined : names.get(plan.index);
  return [...new Set([...(found === undefined ? [] : [found]), ...plan.children.flatMap((c) => usedIn(c, names))])];
}
