import { ServerError } from '../../model/error.ts';
import { sql } from '../../model/query.ts';
import { type Explain, type ExplainContext, type PlanNode, type Planned, type Session } from '../dialect.ts';
import { guarded, onePlan } from './guarded.ts';
import { fill, functionsIn, mended } from './parameters.ts';
import { parsePlans } from './plan-json.ts';
import { statistics } from './statistics.ts';
import { whatIf } from './what-if.ts';

const NAME = 'dbops_query';

/** Functions marked volatile that change nothing. */
const HARMLESS = ['random', 'clock_timestamp', 'timeofday', 'gen_random_uuid', 'uuid_generate_v4', 'setseed'];

/** https://www.postgresql.org/docs/current/sql-explain.html */
export const explain: Explain = { plan, fill, parse: parsePlans, statistics, whatIf };

/** The server takes exactly one statement in PREPARE, and only one that has a plan. */
async function plan(session: Session, statement: string, context: ExplainContext): Promise<Planned> {
  try {
    return await prepared(session, statement, context);
  } catch (error) {
    const again = mended(statement);
    if (!(error instanceof ServerError) || again === statement) throw error;
    return prepared(session, again, context);
  }
}

function prepared(session: Session, statement: string, context: ExplainContext): Promise<Planned> {
  return guarded(session, context, async (tx) => {
    try {
      await tx.run(`PREPARE ${NAME} AS ${statement}`);
      const [row] = await tx.rows<{ types: string[] }>(
        sql`SELECT parameter_types::regtype[]::text[] AS types FROM pg_catalog.pg_prepared_statements WHERE name = ${NAME}`,
      );
      const parameters = row?.types ?? [];
      await tx.run('SET LOCAL plan_cache_mode = force_generic_plan');
      const values = parameters.length === 0 ? '' : `(${parameters.map(() => 'NULL').join(', ')})`;
      const found = await onePlan(tx, `EXPLAIN (VERBOSE, FORMAT JSON) EXECUTE ${NAME}${values}`);
      return { plan: found, parameters, statement, unsafe: await whyUnsafe(tx, found, statement) };
    } finally {
      await tx.run(`DEALLOCATE ${NAME}`).catch(() => undefined);
    }
  }).finally(() => session.run(`DEALLOCATE ${NAME}`).catch(() => undefined));
}

async function whyUnsafe(session: Session, root: PlanNode, statement: string): Promise<string | null> {
  const nodes = flat(root);
  if (nodes.some((n) => n.writes !== undefined)) return 'it writes';
  if (nodes.some((n) => n.operation === 'LockRows')) return 'it locks rows';
  if (nodes.some((n) => n.operation === 'Foreign Scan')) return 'it reads another server';
  const [call] = await session.rows<{ name: string }>(
    sql`SELECT p.proname::text AS name FROM pg_catalog.pg_proc p
        WHERE p.provolatile = 'v' AND p.proname = ANY (${asArray(functionsIn(statement))}::text[])
          AND p.proname <> ALL (${asArray(HARMLESS)}::text[]) LIMIT 1`,
  );
  return call === undefined ? null : `it calls ${call.name}, which may have effects`;
}

function flat(node: PlanNode): PlanNode[] {
  return [node, ...node.children.flatMap(flat)];
}

function asArray(names: readonly string[]): string {
  return `{${names.map((n) => `"${n.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`;
}
