import { ServerError } from '../../model/error.ts';
import { type ExplainContext, type PlanNode, type Session } from '../dialect.ts';
import { plansIn } from './plan-json.ts';
import { quote } from './quote.ts';

/** A transaction that can write nothing, looks names up as asked, and is rolled back. */
export function guarded<T>(session: Session, context: ExplainContext, work: (tx: Session) => Promise<T>): Promise<T> {
  return session.transaction(
    async (tx) => {
      await tx.run('SET TRANSACTION READ ONLY');
      await tx.run(`SET LOCAL statement_timeout = ${Math.max(1, Math.round(context.timeout))}`);
      await tx.run(`SET LOCAL search_path = ${context.schemas.map(quote.ident).join(', ') || `''`}`);
      return work(tx);
    },
    { rollback: true },
  );
}

/** The plan that an EXPLAIN in JSON gives. */
export async function onePlan(session: Session, query: string): Promise<PlanNode> {
  const [row] = await session.rows<Record<string, unknown>>(query);
  const [found] = plansIn(row?.['QUERY PLAN']);
  if (found === undefined) throw new ServerError('the server gave no plan', { sql: query });
  return found.plan;
}
