import { ServerError } from '../../model/error.ts';
import { sql } from '../../model/query.ts';
import { type Bench, type PlanNode, type Session, type WhatIfOptions } from '../dialect.ts';
import { limited, planOf } from './guarded.ts';
import { number, object } from './json.ts';
import { quote } from './quote.ts';
import { scratch } from './scratch.ts';

/** Copies of more than this are not made just to see. */
const COPY_ROWS = 3_000_000;
const RUNS = 3;

type Made = Bench['made'];

/**
 * DDL commits here, and indexes cannot be hypothetical: the tables are copied into a scratch database, where each index
 * is built once, hidden and shown. The target's own tables are only read.
 */
export async function whatIf<T>(
  session: Session,
  options: WhatIfOptions,
  work: (bench: Bench) => Promise<T>,
): Promise<T> {
  const why = await whyNot(session, options);
  if (why !== null) return work(estimated(options, why));
  const place = await scratch({ target: session, dev: undefined, extensions: [] });
  if (!('session' in place)) return work(estimated(options, place.unavailable));
  try {
    await place.reset();
    return await work(await built(place.session, session.server.database, options));
  } finally {
    await place[Symbol.asyncDispose]();
  }
}

async function whyNot(session: Session, { build, indexes, tables }: WhatIfOptions): Promise<string | null> {
  if (!build) return 'nothing may be built on this server';
  if (indexes.length === 0) return 'there is nothing to build';
  const names = JSON.stringify(tables.map((t) => t.name));
  const [row] = await session.rows<{ rows: string | number | null }>(
    sql`SELECT SUM(table_rows) AS \`rows\` FROM information_schema.tables WHERE table_schema = DATABASE() AND JSON_CONTAINS(${names}, JSON_QUOTE(table_name))`,
  );
  const rows = Number(row?.rows ?? 0);
  return rows > COPY_ROWS ? `the tables have ${rows} rows: too many to copy them just to see` : null;
}

function estimated({ indexes }: WhatIfOptions, reason: string): Bench {
  return {
    basis: 'estimated',
    made: indexes.map(() => ({ refused: reason })),
    plan: async () => null,
    measure: async () => null,
  };
}

async function built(session: Session, database: string, options: WhatIfOptions): Promise<Bench> {
  await session.run('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
  await session.run('SET SESSION foreign_key_checks = 0');
  for (const { name } of options.tables) await copy(session, database, name);
  const made: Made[number][] = [];
  for (const { create, index } of options.indexes) made.push(await build(session, create, index.table, index.name));
  for (const { name } of options.tables) await session.rows(`ANALYZE TABLE ${quote.ident(name)}`);
  return benchOf(session, options, await sized(session, options, made));
}

/** Without locks on the source; what a generated column holds comes by itself. */
async function copy(session: Session, database: string, table: string): Promise<void> {
  await session.run(`CREATE TABLE ${quote.ident(table)} LIKE ${quote.name(database, table)}`);
  const columns = await session.rows<{ name: string }>(
    sql`SELECT column_name AS name FROM information_schema.columns
        WHERE table_schema = ${database} AND table_name = ${table} AND COALESCE(generation_expression, '') = '' ORDER BY ordinal_position`,
  );
  const list = columns.map((c) => quote.ident(c.name)).join(', ');
  await session.run(`INSERT INTO ${quote.ident(table)} (${list}) SELECT ${list} FROM ${quote.name(database, table)}`);
}

async function build(session: Session, create: string, table: string, name: string): Promise<Made[number]> {
  try {
    await session.run(create);
    await show(session, table, name, false);
    return { bytes: 0 };
  } catch (error) {
    if (error instanceof ServerError) return { refused: error.message };
    throw error;
  }
}

/** https://dev.mysql.com/doc/refman/9.0/en/invisible-indexes.html, https://mariadb.com/kb/en/ignored-indexes/ */
async function show(session: Session, table: string, name: string, shown: boolean): Promise<void> {
  const word =
    session.server.product === 'mariadb' ? (shown ? 'NOT IGNORED' : 'IGNORED') : shown ? 'VISIBLE' : 'INVISIBLE';
  await session.run(`ALTER TABLE ${quote.ident(table)} ALTER INDEX ${quote.ident(name)} ${word}`);
}

/** Sizes by the pages that the server has counted, where the user may see that. */
async function sized(session: Session, { indexes }: WhatIfOptions, made: Made): Promise<Made> {
  try {
    const rows = await session.rows<{ name: string; bytes: string | number }>(
      `SELECT index_name AS name, stat_value * @@innodb_page_size AS bytes FROM mysql.innodb_index_stats WHERE database_name = DATABASE() AND stat_name = 'size'`,
    );
    const bytes = new Map(rows.map((r) => [r.name, Number(r.bytes)]));
    return made.map((m, i) => ('refused' in m ? m : { bytes: bytes.get(indexes[i]?.index.name ?? '') ?? 0 }));
  } catch (error) {
    if (error instanceof ServerError) return made;
    throw error;
  }
}

function benchOf(session: Session, options: WhatIfOptions, made: Made): Bench {
  const names = new Map(options.indexes.map(({ index }, i) => [index.name, i]));
  let visible = new Set<number>();
  const only = async (wanted: readonly number[]): Promise<void> => {
    for (const [i, { index }] of options.indexes.entries()) {
      if (wanted.includes(i) === visible.has(i) || 'refused' in (made[i] ?? { refused: '' })) continue;
      await show(session, index.table, index.name, wanted.includes(i));
    }
    visible = new Set(wanted);
  };
  return {
    basis: 'measured',
    made,
    plan: async (statement, indexes) => {
      await only(indexes);
      try {
        const { plan, shown } = await limited(session, options, (tx) => planOf(tx, statement), statement);
        // A statement that names its database has been planned on the target itself.
        if ([...shown.tables.values()].some((t) => t.database !== session.server.database)) return null;
        return { plan, used: usedIn(plan, names) };
      } catch (error) {
        if (error instanceof ServerError) return null;
        throw error;
      }
    },
    measure: async (statement, indexes) => {
      await only(indexes);
      try {
        return await limited(session, options, async (tx) => {
          let best = Infinity;
          for (let i = 0; i < RUNS; i++) best = Math.min(best, await timed(tx, statement));
          return Number.isFinite(best) ? best : null;
        });
      } catch (error) {
        if (error instanceof ServerError) return null;
        throw error;
      }
    },
  };
}

async function timed(session: Session, statement: string): Promise<number> {
  if (session.server.product === 'mariadb') {
    const [row] = await session.rows<{ ANALYZE: string }>(`ANALYZE FORMAT=JSON ${statement}`);
    return number(object(object(JSON.parse(row?.ANALYZE ?? '{}')).query_block).r_total_time_ms) ?? Infinity;
  }
  const [row] = await session.rows<{ EXPLAIN: string }>(`EXPLAIN ANALYZE FORMAT=TREE ${statement}`);
  return Number(/actual time=[\d.e+-]+?\.\.([\d.e+-]+)/.exec(row?.EXPLAIN ?? '')?.[1] ?? Infinity);
}

function usedIn(plan: PlanNode, names: ReadonlyMap<string, number>): number[] {
  const found = plan.index === undefined ? undefined : names.get(plan.index);
  return [...new Set([...(found === undefined ? [] : [found]), ...plan.children.flatMap((c) => usedIn(c, names))])];
}
