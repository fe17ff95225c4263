import { type ExplainContext, type PlanNode, type Session } from '../dialect.ts';
import { readPlan } from './plan-json.ts';
import { readShown, type ShownQuery } from './shown-query.ts';

/**
 * A transaction that can write nothing, within a time limit. Servers refuse there even to plan a write: `planning` one,
 * which does not run it, gets a transaction that is rolled back.
 */
export async function limited<T>(
  session: Session,
  { timeout }: ExplainContext,
  work: (tx: Session) => Promise<T>,
  planning?: string,
): Promise<T> {
  const snapshot = planning === undefined || !/^\s*(insert|update|delete|replace)\b/i.test(planning);
  await session.limits({ statementTimeout: timeout });
  try {
    return await session.transaction(work, { snapshot, rollback: true });
  } finally {
    await session.limits({ statementTimeout: 0 });
  }
}

/** The plan, and the statement as the server shows it. */
export async function planOf(
  session: Session,
  statement: string,
): Promise<{ readonly plan: PlanNode; readonly shown: ShownQuery }> {
  if (session.server.product === 'mysql' && session.server.number >= 80300)
    await session.run('SET SESSION explain_json_format_version = 1');
  const [row] = await session.rows<{ EXPLAIN: string }>(`EXPLAIN FORMAT=JSON ${statement}`);
  // MariaDB leaves the note only behind the other form.
  if (session.server.product === 'mariadb') await session.rows(`EXPLAIN EXTENDED ${statement}`);
  const notes = await session.rows<{ Code: number | string; Message: string }>('SHOW WARNINGS');
  const shown = readShown(notes.find((n) => Number(n.Code) === 1003)?.Message ?? '');
  return { plan: readPlan(row?.EXPLAIN ?? '{}', shown), shown };
}
