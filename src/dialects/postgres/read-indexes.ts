import { type Index, type IndexPart } from '../../model/object.ts';
import { raw, sql } from '../../model/query.ts';
import { type ReadContext, type Session } from '../dialect.ts';
import { unwrap } from './expression.ts';
import { impliedParts } from './index-partitions.ts';
import { optionMap, present } from './plain-driver.ts';
import { quote } from './quote.ts';

/** Tables and materialized views. */
const RELATION = `c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't' AND n.nspname !~ '^pg_'
  AND n.nspname NOT IN ('information_schema', 'dbops')
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')`;

interface Row {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly unique: boolean;
  readonly method: string;
  readonly ordered: boolean;
  readonly nullsNotDistinct: boolean;
  readonly where: string | null;
  readonly include: readonly string[];
  readonly parts: readonly PartRow[];
  readonly relkind: string;
  readonly options: readonly string[] | null;
  readonly tablespace: string | null;
  readonly statistics: Readonly<Record<string, string>> | null;
  readonly comment: string | null;
  readonly oid: number;
  /** Whether all partitions have their parts, and whether none of these is a constraint. */
  readonly complete: boolean;
  readonly pure: boolean;
  /** The index of the whole table, of which this is a partition's part. */
  readonly whole: number | null;
  readonly wholeName: string | null;
  readonly held: readonly string[] | null;
}

interface PartRow {
  readonly column: string | null;
  readonly expression: string | null;
  /** Bit 0: descending, bit 1: nulls first. */
  readonly option: number;
  readonly collation: string | null;
  readonly opclass: string | null;
  readonly settings: readonly string[] | null;
}

function readPart({ column, expression, option, collation, opclass, settings }: PartRow, ordered: boolean): IndexPart {
  const descending = (option & 1) === 1;
  const first = (option & 2) === 2;
  const options = settings?.map((s) => s.replace(/=(.*)$/s, (_, v: string) => `=${quote.literal(v)}`)).join(', ');
  return {
    ...(column === null ? { expression: unwrap(expression ?? '') } : { column }),
    ...(ordered && descending ? { descending: true } : {}),
    ...(ordered && first !== descending ? { nulls: first ? 'first' : 'last' } : {}),
    ...(collation === null ? {} : { collation }),
    ...(opclass === null ? {} : { opclass: options === undefined ? opclass : `${opclass}(${options})` }),
  };
}

/** Indexes that are not of constraints, and of the parts on partitions those that the server would not make by itself. */
export async function readIndexes(session: Session, { capabilities, inScope }: ReadContext): Promise<readonly Index[]> {
  const nulls = raw(capabilities.nullsNotDistinct ? 'i.indnullsnotdistinct' : 'false');
  const rows = await session.rows<Row>(
    sql`SELECT n.nspname AS schema, c.relname AS table, x.relname AS name, i.indisunique AS unique, am.amname AS method,
               am.amname = 'btree' AS ordered, ${nulls} AS "nullsNotDistinct", pg_get_expr(i.indpred, i.indrelid) AS where,
               CASE WHEN i.indnatts > i.indnkeyatts THEN
                     ARRAY(SELECT (SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = u.num)
                           FROM unnest(i.indkey::int2[]) WITH ORDINALITY u(num, ord) WHERE u.ord > i.indnkeyatts ORDER BY u.ord)
                     ELSE '{}' END AS include,
               obj_description(x.oid, 'pg_class') AS comment, c.relkind, x.oid, i.indisvalid AS complete,
               NOT EXISTS (SELECT FROM pg_inherits b JOIN pg_constraint k ON k.conindid = b.inhrelid AND k.contype IN ('p', 'u')
                           WHERE b.inhparent = x.oid) AS pure, h.inhparent AS whole, w.relname AS "wholeName",
               CASE WHEN x.relispartition THEN
                 ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = x.oid ORDER BY attnum) END AS held, x.reloptions AS options, ts.spcname AS tablespace,
               CASE WHEN i.indexprs IS NOT NULL THEN
                 (SELECT json_object_agg(xs.attnum, xs.attstattarget::text ORDER BY xs.attnum) FROM pg_attribute xs
                  WHERE xs.attrelid = x.oid AND xs.attstattarget >= 0) END AS statistics,
               (SELECT json_agg(json_build_object(
                  'column', a.attname,
                  'expression', CASE WHEN a.attnum IS NULL THEN pg_get_indexdef(x.oid, k.ord::int, false) END,
                  'option', i.indoption[k.ord - 1],
                  'collation', CASE WHEN l.oid IS NOT NULL AND l.oid <> coalesce(a.attcollation, 100) THEN
                                 CASE WHEN ln.nspname IN ('pg_catalog', 'public') THEN
                                   CASE WHEN l.collname ~ '[."]' THEN quote_ident(l.collname) ELSE l.collname END
                                 ELSE quote_ident(ln.nspname) || '.' || quote_ident(l.collname) END END,
                  'opclass', CASE WHEN NOT oc.opcdefault OR xa.attoptions IS NOT NULL
                    OR oc.opcintype IN (2249, 2277, 3500, 3831, 4537) /* any record, array, enum, range, multirange */
                       AND EXISTS (SELECT FROM pg_opclass o WHERE o.opcdefault AND o.opcmethod = oc.opcmethod AND o.opcintype = coalesce(a.atttypid, xa.atttypid)) THEN
                               CASE WHEN pg_opclass_is_visible(oc.oid) THEN oc.opcname
                               ELSE quote_ident(oq.nspname) || '.' || quote_ident(oc.opcname) END END,
                  'settings', xa.attoptions) ORDER BY k.ord)
                FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(num, ord)
                JOIN pg_attribute xa ON xa.attrelid = x.oid AND xa.attnum = k.ord
                JOIN pg_opclass oc ON oc.oid = i.indclass[k.ord - 1] JOIN pg_namespace oq ON oq.oid = oc.opcnamespace
                LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.num AND k.num <> 0
                LEFT JOIN pg_collation l ON l.oid = i.indcollation[k.ord - 1] LEFT JOIN pg_namespace ln ON ln.oid = l.collnamespace
                WHERE k.ord <= i.indnkeyatts) AS parts
        FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_am am ON am.oid = x.relam
        LEFT JOIN pg_tablespace ts ON ts.oid = x.reltablespace
        LEFT JOIN pg_inherits h ON x.relispartition AND h.inhrelid = x.oid LEFT JOIN pg_class w ON w.oid = h.inhparent
        JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE (i.indisvalid OR x.relkind = 'I') AND NOT i.indisprimary AND NOT i.indisexclusion AND ${raw(RELATION)}
          AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.oid AND k.contype IN ('p', 'u', 'x'))
        ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C", x.relname COLLATE "C"`,
  );
  const managed = rows.filter((r) => inScope(r.schema, r.table));
  const implied = impliedParts('index', managed);
  return managed
    .filter((r) => !implied.has(r.oid))
    .map(
      (r): Index => ({
        kind: 'index',
        schema: r.schema,
        table: r.table,
        name: r.name,
        parts: r.parts.map((p) => readPart(p, r.ordered)),
        ...(r.unique ? { unique: true } : {}),
        ...(r.method === 'btree' ? {} : { method: r.method }),
        ...(r.include.length === 0 ? {} : { include: r.include }),
        ...(r.where === null ? {} : { where: unwrap(r.where) }),
        ...(r.nullsNotDistinct ? { nullsNotDistinct: true } : {}),
        ...(r.complete ? {} : { only: true }),
        ...(r.relkind === 'm' ? { relation: 'materialized_view' } : {}),
        ...present({
          partitionOf: r.wholeName,
          options: optionMap(r.options),
          tablespace: r.tablespace,
          statistics: r.statistics,
        }),
        ...(r.comment === null ? {} : { comment: r.comment }),
      }),
    );
}
