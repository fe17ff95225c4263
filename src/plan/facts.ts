import { type Session } from '../dialects/dialect.ts';
import { ServerError } from '../model/error.ts';
import { type RowFact, type TableSize } from '../model/facts.ts';
import { type Hazard } from '../model/hazard.ts';
import { idKind, idName, type ObjectId, parseDotted } from '../model/id.ts';
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
  const changed = new Set<ObjectId>();
  let written = false;
  for (const step of plan.steps) {
    const own = changedColumns(step);
    for (const hazard of step.hazards) {
      const query = hazard.probe;
      if (query === undefined || seen.has(query)) continue;
      seen.add(query);
      const left = Math.min(limits.one, until - performance.now());
      const seconds = costs.get(step.id)?.seconds ?? 0;
      const others = [...changed, ...own.filter((id) => id !== hazard.object)];
      const reason =
        written || others.some((id) => speaksOf(query, id))
          ? 'statements before it change its rows'
          : left <= 0 || seconds * 1000 > left
            ? 'the table is too large to be counted now'
            : null;
      const fact =
        reason === null ? await count(session, step, hazard, query, left) : notCounted(step, hazard, query, reason);
      if (fact !== null) facts.push(fact);
    }
    for (const id of own) changed.add(id);
    written ||= CHANGES_ROWS.test(step.sql);
  }
  return facts;
}

/** The columns that have other values after a step, or are others of the same names. */
function changedColumns({ ends, hazards }: Step): ObjectId[] {
  const lost = hazards.filter((h) => h.kind === 'loses_data').map((h) => h.object);
  return [...ends, ...lost].filter((id) => idKind(id) === 'column');
}

function speaksOf(query: string, column: ObjectId): boolean {
  return (parseDotted(idName(column)) ?? []).slice(-2).every((part) => query.includes(part));
}

type Said = Pick<RowFact, 'step' | 'object' | 'message' | 'query'>;

function said({ id }: Step, { object, message }: Hazard, query: string): Said {
  return { step: id, object, message, query };
}

function notCounted(step: Step, hazard: Hazard, query: string, reason: string): RowFact {
  return { ...said(step, hazard, query), rows: null, more: false, reason };
}

/** A statement timeout: PostgreSQL 57014, MySQL 3024, MariaDB 1969. */
const LATE: ReadonlySet<string | number | undefined> = new Set(['57014', 3024, 1969]);
/** No such table, or no such column. */
const ABSENT: ReadonlySet<string | number | undefined> = new Set(['42P01', '42703', 1146, 1054]);

/** Null when what is asked about is not there yet: then no row is, either. */
async function count(session: Session, step: Step, hazard: Hazard, query: string, ms: number): Promise<RowFact | null> {
  try {
    await session.limits({ statementTimeout: Math.max(1, Math.ceil(ms)) });
    const rows = await session.transaction(
      (tx) => tx.rows<{ n: string | number }>(`SELECT count(*) AS n FROM (${query} LIMIT ${ENOUGH + 1}) AS found`),
      { snapshot: true },
    );
    const found = Number(rows[0]?.n ?? 0);
    return { ...said(step, hazard, query), rows: Math.min(found, ENOUGH), more: found > ENOUGH };
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    const is = (codes: typeof LATE): boolean => codes.has(error.sqlstate) || codes.has(error.errno);
    if (is(ABSENT)) return null;
    const reason = is(LATE)
      ? `counting took longer than ${Math.ceil(ms / 1000)} s`
      : `the server says: ${error.message}`;
    return notCounted(step, hazard, query, reason);
  } finally {
    await session.limits({ statementTimeout: 0 });
  }
}
