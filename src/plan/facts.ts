import { type Session } from '../dialects/dialect.ts';
import { ServerError } from '../model/error.ts';
import { type RowCount, type RowFact, type RowsAgainst, type TableSize } from '../model/facts.ts';
import { idKind, idName, type ObjectId, parseDotted } from '../model/id.ts';
import { type Plan, type Step } from '../model/step.ts';
import { costsOf } from './cost.ts';

export interface FactsInput {
  readonly session: Session;
  readonly plan: Plan;
  readonly sizes: ReadonlyMap<ObjectId, TableSize>;
  readonly limits: CountLimits;
}

/** Longest that one count and all of them together may take, in ms. */
export interface CountLimits {
  readonly one: number;
  readonly all: number;
}

/** No more offending rows than this are counted. */
const ENOUGH = 1_000;
const CHANGES_ROWS = /^(?:insert|update|delete|merge|replace|with)\b/i;

/** Rows to be looked for before a step of a plan runs. */
export interface RowsAsked extends RowsAgainst {
  readonly step: string;
  /** Whether they are other rows by then than before the plan. */
  readonly changed: boolean;
}

/** The rows that the steps of a plan would fail on, each query once. */
export function rowsAskedOf({ steps }: Pick<Plan, 'steps'>): RowsAsked[] {
  const asked: RowsAsked[] = [];
  const seen = new Set<string>();
  const columns = new Set<ObjectId>();
  let written = false;
  for (const step of steps) {
    const own = changedColumns(step);
    for (const { object, message, probe: query } of step.hazards) {
      if (query === undefined || seen.has(query)) continue;
      seen.add(query);
      const others = [...columns, ...own.filter((id) => id !== object)];
      const changed = written || others.some((id) => speaksOf(query, id));
      asked.push({ step: step.id, object, message, query, changed });
    }
    for (const id of own) columns.add(id);
    written ||= step.fills === undefined && CHANGES_ROWS.test(step.sql);
  }
  return asked;
}

/**
 * Counts, by reading alone, the rows that stand against the steps of a plan: duplicates before a key, nulls before NOT NULL, orphans before
 * a foreign key, values that do not fit. What would take too long by the statistics, or does, is not counted, and says so.
 */
export async function countRows({ session, plan, sizes, limits }: FactsInput): Promise<RowFact[]> {
  const facts: RowFact[] = [];
  const costs = costsOf(plan, sizes);
  const until = performance.now() + limits.all;
  for (const { step, changed, ...rows } of rowsAskedOf(plan)) {
    const left = Math.min(limits.one, until - performance.now());
    const seconds = costs.get(step)?.seconds ?? 0;
    const reason = changed
      ? 'statements before it change its rows'
      : left <= 0 || seconds * 1000 > left
        ? TOO_LARGE
        : null;
    const fact = reason === null ? await count(session, rows, left) : notCounted(rows, reason);
    if (fact !== null) facts.push({ step, ...fact });
  }
  return facts;
}

/** The same of rows that something else than a plan asks about. */
export async function countEach(
  session: Session,
  asked: readonly RowsAgainst[],
  limits: CountLimits,
): Promise<RowCount[]> {
  const counts: RowCount[] = [];
  const until = performance.now() + limits.all;
  for (const rows of asked) {
    const left = Math.min(limits.one, until - performance.now());
    const found = left > 0 ? await count(session, rows, left) : notCounted(rows, TOO_LARGE);
    if (found !== null) counts.push(found);
  }
  return counts;
}

const TOO_LARGE = 'the table is too large to be counted now';

/** The columns that have other values after a step, or are others of the same names. */
function changedColumns({ ends, hazards, fills = [] }: Step): ObjectId[] {
  const lost = hazards.filter((h) => h.kind === 'loses_data').map((h) => h.object);
  return [...ends, ...lost, ...fills].filter((id) => idKind(id) === 'column');
}

function speaksOf(query: string, column: ObjectId): boolean {
  return (parseDotted(idName(column)) ?? []).slice(-2).every((part) => query.includes(part));
}

function notCounted(asked: RowsAgainst, reason: string): RowCount {
  return { ...asked, rows: null, more: false, reason };
}

/** A statement timeout: PostgreSQL 57014, MySQL 3024, MariaDB 1969. */
const LATE: ReadonlySet<string | number | undefined> = new Set(['57014', 3024, 1969]);
/** No such table, or no such column. */
const ABSENT: ReadonlySet<string | number | undefined> = new Set(['42P01', '42703', 1146, 1054]);

/** Null when what is asked about is not there yet: then no row is, either. */
async function count(session: Session, asked: RowsAgainst, ms: number): Promise<RowCount | null> {
  try {
    await session.limits({ statementTimeout: Math.max(1, Math.ceil(ms)) });
    const rows = await session.transaction(
      (tx) =>
        tx.rows<{ n: string | number }>(`SELECT count(*) AS n FROM (${asked.query} LIMIT ${ENOUGH + 1}) AS found`),
      { snapshot: true },
    );
    const found = Number(rows[0]?.n ?? 0);
    return { ...asked, rows: Math.min(found, ENOUGH), more: found > ENOUGH };
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    const is = (codes: typeof LATE): boolean => codes.has(error.sqlstate) || codes.has(error.errno);
    if (is(ABSENT)) return null;
    const reason = is(LATE)
      ? `counting took longer than ${Math.ceil(ms / 1000)} s`
      : `the server says: ${error.message}`;
    return notCounted(asked, reason);
  } finally {
    await session.limits({ statementTimeout: 0 });
  }
}
