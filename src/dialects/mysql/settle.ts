import { ServerError } from '../../model/error.ts';
import { sql } from '../../model/query.ts';
import { type Session, type Settled } from '../dialect.ts';

/** What is to be made is there: table or view, column, index, primary key, constraint, database, routine, trigger, event. */
const PRESENT = [1050, 1060, 1061, 1068, 1826, 3822, 1007, 1304, 1359, 1537];
/** What is to be dropped or renamed is gone, in the same order. */
const ABSENT = [1051, 4091, 4092, 1091, 1176, 3821, 3940, 1008, 1305, 1360, 1539];
const ALREADY: ReadonlySet<number | undefined> = new Set([...PRESENT, ...ABSENT]);

const NO_SUCH_COLUMN = 1054;
const NO_SUCH_TABLE = 1146;
const CANNOT_CREATE = 1005;

const NAME = '(`(?:[^`]|``)+`|[\\w$\\u0080-\\uFFFF]+)';
const TABLE = String.raw`(?:${NAME}\s*\.\s*)?${NAME}`;
const RENAME_TABLE = new RegExp(
  String.raw`^\s*(?:RENAME\s+TABLE\s+${TABLE}|ALTER\s+TABLE\s+${TABLE}\s+RENAME)\s+(?:TO|AS)\s+${TABLE}`,
  'i',
);
const RENAME_COLUMN = new RegExp(
  String.raw`^\s*ALTER\s+TABLE\s+${TABLE}\s(?:.*?\s)?(?:RENAME\s+COLUMN\s+${NAME}\s+TO|CHANGE\s+(?:COLUMN\s+)?${NAME})\s+${NAME}`,
  'is',
);

/**
 * What became of a statement that was cut off: a DDL statement is done as a whole or not at all, so when it cannot be done
 * again because it is done already, it was. https://dev.mysql.com/doc/refman/8.4/en/atomic-ddl.html
 */
export async function settle(session: Session, statement: string, error: unknown): Promise<Settled> {
  if (!(error instanceof ServerError) || !/^\s*(?:create|alter|drop|rename)\b/i.test(statement)) return 'failed';
  const { errno, message } = error;
  if (ALREADY.has(errno)) return 'done';
  // MariaDB's word for a foreign key that is there.
  if (errno === CANNOT_CREATE && /errno: 121\b/.test(message)) return 'done';
  if (errno === NO_SUCH_TABLE && (await tableIsRenamed(session, statement))) return 'done';
  if (errno === NO_SUCH_COLUMN && (await columnIsRenamed(session, statement))) return 'done';
  return 'failed';
}

async function tableIsRenamed(session: Session, statement: string): Promise<boolean> {
  const found = RENAME_TABLE.exec(statement);
  if (found === null) return false;
  const [, db1, name1, db2, name2, toDb, toName] = found.map(unquote);
  const rows = await session.rows<{ name: string }>(
    sql`SELECT table_name AS name FROM information_schema.tables
        WHERE (table_schema = COALESCE(${db1 ?? db2 ?? null}, DATABASE()) AND table_name = ${name1 ?? name2 ?? ''})
           OR (table_schema = COALESCE(${toDb ?? null}, DATABASE()) AND table_name = ${toName ?? ''})`,
  );
  return rows.length === 1 && rows[0]?.name === toName;
}

async function columnIsRenamed(session: Session, statement: string): Promise<boolean> {
  const found = RENAME_COLUMN.exec(statement);
  if (found === null) return false;
  const [, db, table, from1, from2, to] = found.map(unquote);
  const rows = await session.rows<{ name: string }>(
    sql`SELECT column_name AS name FROM information_schema.columns
        WHERE table_schema = COALESCE(${db ?? null}, DATABASE()) AND table_name = ${table ?? ''}
          AND column_name IN (${from1 ?? from2 ?? ''}, ${to ?? ''})`,
  );
  return rows.length === 1 && rows[0]?.name.toLowerCase() === to?.toLowerCase();
}

function unquote(name: string | undefined): string | undefined {
  return name?.startsWith('`') ? name.slice(1, -1).replaceAll('``', '`') : name;
}
