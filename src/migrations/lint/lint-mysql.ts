import { type Session } from '../../dialects/dialect.ts';
import { ServerError } from '../../model/error.ts';
import { type MigrationSection } from '../file.ts';
import { type Verdict } from './judge.ts';

/** How a server can carry an ALTER out, from the one that nobody notices to the one that all wait for. */
const WAYS: readonly (readonly [way: string, rule: Verdict['rule'] | null, message: string])[] = [
  ['ALGORITHM=INSTANT', null, ''],
  ['ALGORITHM=NOCOPY, LOCK=NONE', null, ''],
  ['ALGORITHM=INPLACE, LOCK=NONE', 'lock/mysql-rebuild', 'it runs in place, beside reads and writes'],
  ['ALGORITHM=INPLACE, LOCK=SHARED', 'lock/mysql-shared', 'it runs in place, and writes wait'],
  ['ALGORITHM=COPY, LOCK=SHARED', 'lock/mysql-copy', 'the table is copied, and writes wait'],
];

const ALTER = /^\s*alter\s+(?:online\s+)?(?:ignore\s+)?table\s+(?:`((?:[^`]|``)+)`|(\w+))/i;
const INDEX =
  /^\s*(?:create|drop)\s+(?:(?:unique|fulltext|spatial)\s+)?index\b[\s\S]*?\bon\s+(?:`((?:[^`]|``)+)`|(\w+))/i;
/** Not known here, or not to be had in this way. ER_PARSE_ERROR, ER_ALTER_OPERATION_NOT_SUPPORTED(_REASON), ER_UNKNOWN_ALTER_ALGORITHM. */
const NOT_SO: ReadonlySet<number | undefined> = new Set([1064, 1845, 1846, 1800, 1801]);
const UNKNOWN = new Set(['ALGORITHM=NOCOPY, LOCK=NONE']);

/** Runs a section on a scratch database, each ALTER in the mildest way that the server takes: that is how it would run on the target. */
export async function trySectionMysql(
  session: Session,
  section: MigrationSection,
  fresh: ReadonlySet<string>,
): Promise<readonly (readonly Verdict[])[]> {
  const verdicts: Verdict[][] = [];
  for (const { sql } of section.statements) verdicts.push(await tryStatement(session, sql, fresh));
  return verdicts;
}

async function tryStatement(session: Session, sql: string, fresh: ReadonlySet<string>): Promise<Verdict[]> {
  const alter = ALTER.exec(sql);
  const [, quoted, plain] = alter ?? INDEX.exec(sql) ?? [];
  const table = quoted?.replaceAll('``', '`') ?? plain;
  const free =
    table === undefined || fresh.has(table) || /\balgorithm\s*=/i.test(sql) || /\brename\s+(?:to|as)\b/i.test(sql);
  if (!free) {
    for (const [way, rule, message] of WAYS) {
      try {
        await session.run(`${sql}${alter === null ? ' ' : ', '}${alter === null ? way.replace(',', '') : way}`);
        return rule === null ? [] : [{ rule, message: `${table}: ${message}` }];
      } catch (error) {
        if (!(error instanceof ServerError)) throw error;
        if (!NOT_SO.has(error.errno) && !UNKNOWN.has(way)) return [{ rule: 'replay/fails', message: error.message }];
      }
    }
  }
  try {
    await session.run(sql);
    return /\balgorithm\s*=\s*copy\b/i.test(sql)
      ? [{ rule: 'lock/mysql-copy', message: `${table}: the table is copied, and writes wait` }]
      : [];
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    return [{ rule: 'replay/fails', message: error.message }];
  }
}

/** Names of the tables of the database. */
export async function tablesOf(session: Session): Promise<Set<string>> {
  const rows = await session.rows<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = database() and table_type = 'BASE TABLE'",
  );
  return new Set(rows.map((r) => r.name));
}
