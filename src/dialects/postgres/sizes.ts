import { type TableSize } from '../../model/facts.ts';
import { type ObjectId, objectId } from '../../model/id.ts';
import { type Session } from '../dialect.ts';

interface Row extends TableSize {
  readonly schema: string;
  readonly name: string;
}

/** Rows by the last ANALYZE, bytes as they are; a partitioned table has those of its partitions. */
export async function sizes(session: Session): Promise<ReadonlyMap<ObjectId, TableSize>> {
  const rows = await session.rows<Row>(
    `WITH leaf AS (
       SELECT c.oid, c.relispartition, greatest(c.reltuples, 0)::float8 AS rows, pg_table_size(c.oid)::float8 AS bytes, pg_indexes_size(c.oid)::float8 AS "indexBytes"
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'm') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relpages > 0),
     whole AS (
       SELECT oid AS root, rows, bytes, "indexBytes" FROM leaf
       UNION ALL
       SELECT a.relid, l.rows, l.bytes, l."indexBytes" FROM leaf l, pg_catalog.pg_partition_ancestors(l.oid) a(relid) WHERE l.relispartition AND a.relid <> l.oid)
     SELECT n.nspname AS schema, c.relname AS name, sum(w.rows)::float8 AS rows, sum(w.bytes)::float8 AS bytes, sum(w."indexBytes")::float8 AS "indexBytes"
     FROM whole w JOIN pg_catalog.pg_class c ON c.oid = w.root JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace GROUP BY 1, 2`,
  );
  return new Map(rows.map(({ schema, name, ...size }) => [objectId('table', schema, name), size] as const));
}
