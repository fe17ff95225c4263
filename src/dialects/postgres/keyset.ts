import { sql } from '../../model/query.ts';
import { type KeysetSql } from '../dialect.ts';
import { idents, quote } from './quote.ts';

/** Seconds that a replica may be behind before a backfill waits for it. */
const LAG = 10;

/** Rows are compared as rows: https://www.postgresql.org/docs/current/functions-comparisons.html#ROW-WISE-COMPARISON */
export const keyset: KeysetSql = {
  async read(session, { schema, table, key }) {
    const name = quote.name(schema, table);
    const [found] = await session.rows<{ rows: string }>(
      sql`SELECT greatest(sum(c.reltuples), 0)::bigint::text AS rows FROM pg_catalog.pg_class c
          WHERE c.relkind = 'r' AND (c.oid = ${name}::regclass OR c.oid IN (SELECT relid FROM pg_partition_tree(${name}::regclass)))`,
    );
    const row = `(${idents(key)})`;
    const values = (texts: readonly string[]): string => `(${texts.map(quote.literal).join(', ')})`;
    return {
      texts: key.map((column) => `${quote.ident(column)}::text`),
      after: (texts) => `${row} > ${values(texts)}`,
      upTo: (texts) => `${row} <= ${values(texts)}`,
      rows: Number(found?.rows ?? 0),
    };
  },
  async pressure(session, { schema, table }) {
    const [found] = await session.rows<{ waiting: boolean; lag: number | null }>(
      sql`SELECT EXISTS (SELECT FROM pg_catalog.pg_locks WHERE NOT granted AND relation = ${quote.name(schema, table)}::regclass) AS waiting,
                 (SELECT max(extract(epoch FROM replay_lag))::int FROM pg_catalog.pg_stat_replication WHERE state = 'streaming') AS lag`,
    );
    if (found?.waiting) return `somebody waits for a lock on ${table}`;
    return found !== undefined && (found.lag ?? 0) > LAG ? `a replica is ${found.lag} s behind` : null;
  },
};
