import { type Dialect, type Session } from '../dialects/dialect.ts';
import { describeRows, type RowCount, type RowsAgainst } from '../model/facts.ts';
import { titleOf } from '../model/id.ts';
import { countEach } from '../plan/facts.ts';
import { type MigrationFile, type MigrationStatement } from './file.ts';
import { CHANGES_ROWS } from './replay.ts';
import { isPartWay, type MigrationStatus } from './status.ts';

/** ms that one count and all of them may take: before a run nothing is worth more than to know. */
const PATIENCE = { one: 120_000, all: 600_000 };
/** The same once a statement has failed, and somebody waits for the reason. */
const AFTERWARDS = { one: 10_000, all: 20_000 };

/** What takes rows away, so that what bears a name later may be another. */
const DROPS_ROWS = /^\s*(?:drop\s+(?:table|schema|database)\b|alter\s+table\b.*\bdrop\s+(?:column|partition)\b)/is;

/** Counts, by reading alone, the rows that the files say they fail on, where no statement before changes them. */
export async function countAhead(
  session: Session,
  files: readonly MigrationFile[],
  { entries }: MigrationStatus,
): Promise<RowCount[]> {
  const doneOf = new Map(entries.map((e) => [e.version, isPartWay(e) ? (e.row?.done ?? 0) : 0]));
  const asked = new Map<string, RowsAgainst>();
  let changed = false;
  for (const { version, up } of files) {
    for (const { sql, rows = [] } of up.statements.slice(doneOf.get(version) ?? 0)) {
      for (const row of changed ? [] : rows) asked.set(row.query, row);
      changed ||= CHANGES_ROWS.test(sql) || DROPS_ROWS.test(sql);
    }
  }
  return countEach(session, [...asked.values()], PATIENCE);
}

/** Why a statement failed, as far as rows are the reason: `foreign key public.orders.orders_user_fkey fails on …: 2 rows stand against it: SELECT …`. */
export async function rowsBehind(
  session: Session,
  dialect: Dialect,
  statement: MigrationStatement | undefined,
): Promise<readonly string[]> {
  const noted = statement?.rows ?? [];
  const proved = noted.length > 0 ? null : (dialect.provedBy?.(statement?.sql ?? '') ?? null);
  const asked = proved === null ? noted : [proved];
  try {
    const counts = await countEach(session, asked, AFTERWARDS);
    return counts.filter((c) => c.rows !== 0).map(describeAgainst);
  } catch {
    return [];
  }
}

function describeAgainst(count: RowCount): string {
  return `${titleOf(count.object)} ${count.message}: ${describeRows(count)}`;
}
