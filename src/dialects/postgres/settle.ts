import { ServerError } from '../../model/error.ts';
import { sql } from '../../model/query.ts';
import { type Session, type Settled } from '../dialect.ts';
import { quote } from './quote.ts';

const NAME = String.raw`(?:"(?:[^"]|"")+"|[\w$\u0080-\uFFFF]+)`;
const QUALIFIED = String.raw`(?:(${NAME})\s*\.\s*)?(${NAME})`;
const CREATE = new RegExp(
  String.raw`^\s*CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+(?:IF\s+NOT\s+EXISTS\s+)?(${NAME})\s+ON\s+(?:ONLY\s+)?${QUALIFIED}`,
  'i',
);
const DROP = new RegExp(String.raw`^\s*DROP\s+INDEX\s+CONCURRENTLY\s+(?:IF\s+EXISTS\s+)?${QUALIFIED}`, 'i');

const DETACH = new RegExp(
  String.raw`^\s*(ALTER\s+TABLE\s+${QUALIFIED}\s+DETACH\s+PARTITION\s+${QUALIFIED})\s+CONCURRENTLY\s*$`,
  'i',
);

/**
 * What became of a CONCURRENTLY that failed or was cut off. An index that is not valid is what such a build leaves
 * behind: it is dropped, so that the same statement can run again.
 * https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
 */
export async function settle(session: Session, statement: string, error: unknown): Promise<Settled> {
  const created = CREATE.exec(statement);
  if (created !== null) return settleCreate(session, unquote(created[2]) ?? 'public', unquote(created[1]) ?? '', error);
  const dropped = DROP.exec(statement);
  if (dropped !== null) {
    const found = await validity(session, unquote(dropped[1]) ?? 'public', unquote(dropped[2]) ?? '');
    return found === null ? 'done' : 'retry';
  }
  const detached = DETACH.exec(statement);
  if (detached !== null) {
    return settleDetach(
      session,
      detached[1] ?? '',
      unquote(detached[4]) ?? 'public',
      unquote(detached[5]) ?? '',
      error,
    );
  }
  return 'failed';
}

/** A partition that is half gone can only go on. */
async function settleDetach(
  session: Session,
  statement: string,
  schema: string,
  name: string,
  error: unknown,
): Promise<Settled> {
  const [row] = await session.rows<{ pending: boolean }>(
    sql`SELECT i.inhdetachpending AS pending FROM pg_catalog.pg_inherits i
        JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ${schema} AND c.relname = ${name}`,
  );
  if (row?.pending) await session.run(`${statement} FINALIZE`);
  if (row === undefined || row.pending) return 'done';
  return error instanceof ServerError ? 'failed' : 'retry';
}

async function settleCreate(session: Session, schema: string, name: string, error: unknown): Promise<Settled> {
  const valid = await validity(session, schema, name);
  if (valid) return 'done';
  if (valid === false) await session.run(`DROP INDEX CONCURRENTLY ${quote.name(schema, name)}`);
  const refused = error instanceof ServerError && error.sqlstate !== '42P07';
  return refused ? 'failed' : 'retry';
}

/** Whether an index is valid; null when there is none. */
async function validity(session: Session, schema: string, name: string): Promise<boolean | null> {
  const [row] = await session.rows<{ valid: boolean }>(
    sql`SELECT i.indisvalid AND i.indisready AS valid FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ${schema} AND c.relname = ${name}`,
  );
  return row === undefined ? null : row.valid;
}

function unquote(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
}
