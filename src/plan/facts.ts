import { type Session } from '../dialects/dialect.ts';
import { ServerError } from '../model/error.ts';
import { type RowFact, type TableSize } from '../model/facts.ts';
import { type Hazard } from '../model/hazard.ts';
import { type ObjectId } from '../model/id.ts';
import { type Plan, type Step } from '../model/step.ts';
import { costsOf } from './cost.ts';

export interface FactsInput {
  readonly session: Session;
  readonly plan: Plan;
  readonly sizes: ReadonlyMap<ObjectId, TableSize>;
  /** Longest that one count and all of them together may take, in ms. */
  readonly limits: { readonly one: number; readonly all: number };
}

/** No more offending rows than this are counted. */
const ENOUGH = 1_000;
const CHANGES_ROWS = /^(?:insert|update|delete|merge|replace|with)\b/i;

/**
 * Counts, by reading alone, the rows that stand against the steps of a plan: duplicates before a key, nulls before NOT NULL, orphans before
 * a foreign key, values that do not fit. What would take too long by the statistics, or does, is not counted, and says so.
 */
export async function countRows({ session, plan, sizes, limits }: FactsInput): Promise<RowFact[]> {
  const facts: RowFact[] = [];
  const costs = costsOf(plan, sizes);
  const until = performance.now() + limits.all;
  const seen = new Set<string>();
  let changed = false;
  for (const step of plan.steps) {
    for (const hazard of step.hazards) {
      if (hazard.probe === undefined || seen.has(hazard.probe)) continue;
      seen.add(hazard.probe);
      const left = Math.min(limits.one, until - performance.now());
      const seconds = costs.get(step.id)?.seconds ?? 0;
      const reason = changed
        ? 'statements before it change rows'
        : left <= 0 || seconds * 1000 > left
          ? 'the table is too large to be counted now'
          : null;
      const fact = reason === null ? await count(session, step, hazard, hazard.probe, left) : null;
      if (fact !== null) facts.push(fact);
      else if (reason !== null) facts.push({ ...said(step, hazard, hazard.probe), rows: null, more: false, reason });
    }
    changed ||= CHANGES_ROWS.test(step.sql);
  }
  return facts;
}

function said(
  { id }: Step,
  { object, message }: Hazard,
  query: string,
): Pick<RowFact, 'step' | 'object' | 'message' | 'query'> {
  return { step: id, object, message, query };
}

/** A statement timeout: PostgreSQL 57014, MySQL 3024, MariaDB 1969. */
const LATE: ReadonlySet<string | number | undefined> = new Set(['57014', 3024, 1969]);

/** Null when what is asked about is not there yet: then no row is, either. */
async function count(session: Session, step: Step, hazard: Hazard, query: string, ms: number): Promise<RowFact | null> {
  const fact = said(step, hazard, query);
  try {
    await session.limits({ statementTimeout: Math.max(1, Math.ceil(ms)) });
    const rows = await session.transaction(
      (tx) => tx.rows<{ n: string | number }>(`SELECT count(*) AS n FROM (${query} LIMIT ${ENOUGH + 1}) AS found`),
      { snapshot: true },
    );
    const found = Number(rows[0]?.n ?? 0);
    return { ...fact, rows: Math.min(found, ENOUGH), more: found > ENOUGH };
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    if (!LATE.has(error.sqlstate) && !LATE.has(error.errno)) return null;
    return { ...fact, rows: null, more: false, reason: `counting took longer than ${Math.ceil(ms / 1000)} s` };
  } finally {
    await session.limits({ statementTimeout: 0 });
  }
}
