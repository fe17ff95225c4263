import { type ObjectId, objectId, type Place } from '../../model/id.ts';
import { sql } from '../../model/query.ts';
import { type ColumnStatistics, type Session, type TableStatistics } from '../dialect.ts';
import { quote } from './quote.ts';

const SAMPLE = 20_000;

interface ColumnRow {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly distinct: string | number | null;
}

/**
 * Sizes by the server's own estimates. Columns without an index have no statistics: with `gather` some rows of each
 * table are looked at, one query a table.
 */
export async function statistics(
  session: Session,
  tables: readonly Place[],
  gather: boolean,
): Promise<ReadonlyMap<ObjectId, TableStatistics>> {
  const names = JSON.stringify(tables.map((t) => t.name));
  const sizes = await session.rows<{ name: string; rows: string | number; bytes: string | number }>(
    sql`SELECT t.table_name AS name, t.table_rows AS \`rows\`, t.data_length AS bytes FROM information_schema.tables t
        WHERE t.table_schema = DATABASE() AND t.table_type = 'BASE TABLE' AND JSON_CONTAINS(${names}, JSON_QUOTE(t.table_name))`,
  );
  const columns = await session.rows<ColumnRow>(
    sql`SELECT c.table_name AS \`table\`, c.column_name AS name, c.data_type AS type, MAX(s.cardinality) AS \`distinct\`
        FROM information_schema.columns c
        LEFT JOIN information_schema.statistics s ON s.table_schema = c.table_schema AND s.table_name = c.table_name
              AND s.column_name = c.column_name AND s.seq_in_index = 1
        WHERE c.table_schema = DATABASE() AND JSON_CONTAINS(${names}, JSON_QUOTE(c.table_name))
        GROUP BY c.table_name, c.column_name, c.data_type`,
  );
  const found = new Map<ObjectId, TableStatistics>();
  for (const size of sizes) {
    const mine = columns.filter((c) => c.table === size.name);
    const rows = Number(size.rows);
    const sampled =
      gather && rows > 0 ? await sample(session, size.name, mine, rows) : new Map<string, Partial<ColumnStatistics>>();
    found.set(objectId('table', '', size.name), {
      rows,
      bytes: Number(size.bytes),
      analyzed: true,
      columns: new Map(mine.map((c) => [c.name, column(c, sampled.get(c.name))])),
    });
  }
  return found;
}

function column({ type, distinct }: ColumnRow, sampled: Partial<ColumnStatistics> | undefined): ColumnStatistics {
  return {
    type,
    common: [],
    bounds: [],
    ...sampled,
    ...(distinct === null ? {} : { distinct: Math.max(1, Number(distinct)) }),
  };
}

const UNCOUNTED = /text|blob|json|geometry|point|polygon|linestring|vector/;

async function sample(
  session: Session,
  table: string,
  columns: readonly ColumnRow[],
  rows: number,
): Promise<Map<string, Partial<ColumnStatistics>>> {
  const counted = columns.filter((c) => !UNCOUNTED.test(c.type));
  if (counted.length === 0) return new Map();
  const list = counted.map((c, i) => {
    const name = quote.ident(c.name);
    return `COUNT(DISTINCT ${name}) AS d${i}, SUM(${name} IS NULL) AS n${i}, AVG(LENGTH(${name})) AS w${i}`;
  });
  const [row] = await session.rows<Record<string, string | number | null>>(
    `SELECT COUNT(*) AS seen, ${list.join(', ')} FROM (SELECT ${counted.map((c) => quote.ident(c.name)).join(', ')} FROM ${quote.ident(table)} LIMIT ${SAMPLE}) s`,
  );
  const seen = Math.max(1, Number(row?.seen ?? 1));
  return new Map(
    counted.map((c, i) => {
      const distinct = Number(row?.[`d${i}`] ?? 1);
      const whole = distinct > seen / 2 ? (distinct / seen) * Math.max(rows, seen) : distinct;
      return [
        c.name,
        { distinct: Math.max(1, whole), nulls: Number(row?.[`n${i}`] ?? 0) / seen, width: Number(row?.[`w${i}`] ?? 8) },
      ];
    }),
  );
}
