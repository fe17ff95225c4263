import { ServerError } from '../../model/error.ts';
import { raw, sql } from '../../model/query.ts';
import { type Source } from './source.ts';

/** More than enough for advice: the statements that took most of the time. */
const MOST = 500;

/** https://www.postgresql.org/docs/current/pgstatstatements.html */
export const pgStatStatements: Source = async (_, { session, dialect }) => {
  const refuse = (reason: string): Awaited<ReturnType<Source>> => ({
    captured: [],
    unreadable: [{ at: 'pg_stat_statements', reason }],
  });
  if (dialect.name !== 'postgres') return refuse('only PostgreSQL has it');
  const [extension] = await session.rows<{ schema: string }>(
    `SELECT n.nspname AS schema FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_stat_statements'`,
  );
  if (extension === undefined) return refuse('the extension is not installed: create extension pg_stat_statements');
  const view = raw(dialect.quote.name(extension.schema, 'pg_stat_statements'));
  try {
    const rows = await session.rows<{ text: string; calls: string; ms: number }>(
      sql`SELECT query AS text, sum(calls)::text AS calls, sum(total_exec_time)::float8 AS ms FROM ${view} s
          WHERE s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND query ~* '^[\\s(]*(/\\*.*\\*/\\s*)*(select|with|update|delete|insert|merge|table|values)\\M'
            AND query !~* '\\m(pg_catalog|pg_stat_statements|pg_class|pg_namespace|information_schema|hypopg_create_index)\\M'
          GROUP BY query ORDER BY ms DESC LIMIT ${MOST}::int`,
    );
    const captured = rows.map(({ text, calls, ms }) => ({
      text,
      plan: null,
      calls: Number(calls),
      totalMs: ms,
      counted: true,
      at: 'pg_stat_statements',
    }));
    return { captured, unreadable: [] };
  } catch (error) {
    if (error instanceof ServerError) return refuse(error.message);
    throw error;
  }
};
