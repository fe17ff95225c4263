import { type ObjectId, objectId, type Place } from '../../model/id.ts';
import { sql } from '../../model/query.ts';
import { type ColumnStatistics, type Session, type TableStatistics } from '../dialect.ts';
import { quote } from './quote.ts';

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
  readonly analyzed: boolean;
  readonly inserts: number | null;
  readonly updates: number;
  readonly deletes: number;
  readonly scans: number;
  readonly columns: readonly ColumnRow[] | null;
}

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  /** Above 0 a number, below a share of the rows. */
  readonly distinct: number | null;
  readonly nulls: number | null;
  readonly width: number | null;
  readonly common: readonly string[] | null;
  readonly shares: readonly number[] | null;
  readonly bounds: readonly string[] | null;
  readonly ordered: boolean;
}

/** https://www.postgresql.org/docs/current/view-pg-stats.html */
export async function statistics(
  session: Session,
  tables: readonly Place[],
  gather: boolean,
): Promise<ReadonlyMap<ObjectId, TableStatistics>> {
  const found = await read(session, tables);
  const missing = gather ? tables.filter((t) => isUnknown(found.get(objectId('table', t.schema, t.name)))) : [];
  for (const { schema, name } of missing) await session.run(`ANALYZE ${quote.name(schema, name)}`);
  return missing.length === 0 ? found : read(session, tables);
}

function isUnknown(table: TableStatistics | undefined): boolean {
  return table !== undefined && !table.analyzed && table.bytes > 0;
}

async function read(session: Session, tables: readonly Place[]): Promise<ReadonlyMap<ObjectId, TableStatistics>> {
  const rows = await session.rows<Row>(
    sql`SELECT n.nspname AS schema, c.relname AS name, pg_relation_size(c.oid)::float8 AS bytes,
               CASE WHEN c.reltuples >= 0 AND (c.reltuples > 0 OR c.relpages > 0 OR pg_relation_size(c.oid) = 0) THEN c.reltuples
                    ELSE pg_relation_size(c.oid) / 64 END::float8 AS rows,
               EXISTS (SELECT FROM pg_stats s WHERE s.schemaname = n.nspname AND s.tablename = c.relname) AS analyzed,
               t.n_tup_ins::float8 AS inserts, t.n_tup_upd::float8 AS updates, t.n_tup_del::float8 AS deletes,
               (t.seq_scan + coalesce(t.idx_scan, 0))::float8 AS scans,
               (SELECT json_agg(json_build_object(
                  'name', a.attname, 'type', format_type(a.atttypid, NULL), 'distinct', s.n_distinct, 'nulls', s.null_frac,
                  'width', s.avg_width, 'common', (s.most_common_vals::text)::text[], 'shares', s.most_common_freqs,
                  'bounds', (s.histogram_bounds::text)::text[],
                  'ordered', a.attcollation = 0 OR l.collname IN ('C', 'POSIX', 'ucs_basic') OR l.collprovider = 'b'
                             OR (l.collprovider = 'd' AND (d.datcollate IN ('C', 'POSIX') AND coalesce(to_jsonb(d) ->> 'datlocprovider', 'c') = 'c'
                                                           OR to_jsonb(d) ->> 'datlocprovider' = 'b'))))
                FROM pg_attribute a
                LEFT JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = a.attname AND NOT s.inherited
                LEFT JOIN pg_collation l ON l.oid = a.attcollation
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
        FROM json_to_recordset(${JSON.stringify(tables)}::json) AS w(schema text, name text)
        JOIN pg_namespace n ON n.nspname = w.schema
        JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = w.name AND c.relkind IN ('r', 'p', 'm')
        JOIN pg_database d ON d.datname = current_database()
        LEFT JOIN pg_stat_user_tables t ON t.relid = c.oid`,
  );
  return new Map(rows.map((row) => [objectId('table', row.schema, row.name), table(row)]));
}

function table({ rows, bytes, analyzed, inserts, updates, deletes, scans, columns }: Row): TableStatistics {
  return {
    rows,
    bytes,
    analyzed,
    ...(inserts === null ? {} : { activity: { inserts, updates, deletes, scans } }),
    columns: new Map((columns ?? []).map((c) => [c.name, column(c, rows)])),
  };
}

const PATTERN: Readonly<Record<string, string>> = {
  text: 'text_pattern_ops',
  'character varying': 'varchar_pattern_ops',
  character: 'bpchar_pattern_ops',
};

function column(
  { type, distinct, nulls, width, common, shares, bounds, ordered }: ColumnRow,
  rows: number,
): ColumnStatistics {
  const patternClass = ordered ? undefined : PATTERN[type];
  return {
    type,
    ...(distinct === null || distinct === 0 ? {} : { distinct: distinct < 0 ? -distinct * rows : distinct }),
    ...(nulls === null ? {} : { nulls }),
    ...(width === null ? {} : { width }),
    common: (common ?? []).map((value, i) => ({ value, share: shares?.[i] ?? 0 })),
    bounds: bounds ?? [],
    ...(patternClass === undefined ? {} : { patternClass }),
  };
}
