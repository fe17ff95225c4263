import { ServerError } from '../../model/error.ts';
import { sql } from '../../model/query.ts';
import { type KeysetSql, type Session } from '../dialect.ts';
import { quote } from './quote.ts';

const NUMBER = /^(?:tinyint|smallint|mediumint|int|bigint|decimal|float|double|year|bit)$/;
const BYTES = /binary$|blob$/;
/** Seconds that the server may be behind its own source before a backfill waits. */
const LAG = 10;

interface Part {
  readonly column: string;
  readonly type: string;
}

/** How a value of the key is asked for as text, and written again so that no conversion stands between it and the index. */
function text({ column, type }: Part): string {
  const name = quote.ident(column);
  if (BYTES.test(type)) return `HEX(${name})`;
  return `CAST(${NUMBER.test(type) ? `${name} + 0` : name} AS CHAR)`;
}

function literal({ type }: Part, value: string): string {
  if (BYTES.test(type)) return `x'${value}'`;
  return NUMBER.test(type) ? value : quote.literal(value);
}

/**
 * `a > 1 OR (a = 1 AND b > 2)`, with `a >= 1` before it: rows compared as rows use no index.
 * https://dev.mysql.com/doc/refman/9.0/en/row-constructor-optimization.html
 */
function beyond(parts: readonly Part[], values: readonly string[], sign: '>' | '<', whole: string): string {
  const [first, ...rest] = parts;
  const [value, ...others] = values;
  if (first === undefined || value === undefined) return 'true';
  const [name, bound] = [quote.ident(first.column), literal(first, value)];
  if (rest.length === 0) return `${name} ${sign}${whole} ${bound}`;
  return `${name} ${sign}= ${bound} AND (${name} ${sign} ${bound} OR (${name} = ${bound} AND ${beyond(rest, others, sign, whole)}))`;
}

export const keyset: KeysetSql = {
  async read(session, { table, key }) {
    const columns = await session.rows<{ name: string; type: string }>(
      sql`SELECT column_name AS name, data_type AS type FROM information_schema.columns
          WHERE table_schema = DATABASE() AND table_name = ${table}`,
    );
    const [found] = await session.rows<{ rows: string | number | null }>(
      sql`SELECT table_rows AS \`rows\` FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ${table}`,
    );
    const parts = key.map((column) => ({ column, type: columns.find((c) => c.name === column)?.type ?? '' }));
    return {
      texts: parts.map(text),
      after: (values) => beyond(parts, values, '>', ''),
      upTo: (values) => beyond(parts, values, '<', '='),
      rows: Number(found?.rows ?? 0),
    };
  },
  async pressure(session, { table }) {
    const waiting = await asked(
      session,
      `SELECT 1 FROM performance_schema.metadata_locks WHERE lock_status = 'PENDING' AND object_schema = DATABASE() AND object_name = ${quote.literal(table)} LIMIT 1`,
    );
    if (waiting.length > 0) return `somebody waits for a lock on ${table}`;
    const [replica] = await asked(
      session,
      session.server.product === 'mysql' ? 'SHOW REPLICA STATUS' : 'SHOW SLAVE STATUS',
    );
    const lag = Number(replica?.Seconds_Behind_Source ?? replica?.Seconds_Behind_Master ?? 0);
    return lag > LAG ? `the server is ${lag} s behind its source` : null;
  },
};

/** What only some users may see is no reason to stop. */
async function asked(session: Session, query: string): Promise<readonly Record<string, unknown>[]> {
  try {
    return await session.rows(query);
  } catch (error) {
    if (error instanceof ServerError) return [];
    throw error;
  }
}
