import { idKind, memberId, type ObjectId, objectId } from '../../model/id.ts';
import { columnId } from '../../model/object.ts';
import { sql } from '../../model/query.ts';
import { type Session } from '../dialect.ts';
import {
  columnMeaningId,
  columnPairId,
  columnShapeId,
  primaryKeyId,
  primaryKeyNameId,
  rowColumnsId,
  rowTypeId,
} from './names.ts';
import { SIGNATURE } from './scope.ts';

/** One dependency, both ends named; a `column` is one of the relation that the end names. */
interface Row {
  readonly kind: string;
  readonly schema: string;
  readonly table: string | null;
  readonly name: string;
  readonly refKind: string;
  readonly refSchema: string;
  readonly refTable: string | null;
  readonly refName: string;
  readonly refColumn: string | null;
  /** The dependent holds an expression over the column, not just its place in a key. */
  readonly expression: boolean;
  /** The end is a type. */
  readonly type: boolean;
}

/**
 * Kinds that forbid any change of the type of a column that they mention; statistics the server would make anew by itself, with
 * neither their owner nor their target.
 */
const SHAPED = new Set([
  'view',
  'materialized_view',
  'rule',
  'trigger',
  'policy',
  'function',
  'publication',
  'statistics',
]);

/** Kinds that hold values of a relation's row type. */
const HOLDERS = new Set(['table', 'materialized_view', 'composite', 'domain', 'range']);

/** What every object mentions, from pg_depend: dependent → ids. */
export async function readDependencies(session: Session): Promise<ReadonlyMap<ObjectId, readonly ObjectId[]>> {
  const rows = await session.rows<Row>(DEPENDENCIES);
  const found = new Map<ObjectId, Set<ObjectId>>();
  for (const row of rows) {
    const dependent = dependentOf(row);
    const known = found.get(dependent);
    if (known === undefined) found.set(dependent, new Set(referenceIds(row)));
    else for (const id of referenceIds(row)) known.add(id);
  }
  return new Map([...found].map(([id, ids]) => [id, [...ids].filter((other) => other !== id).sort()]));
}

/** A key goes with its table, and so do the operators that it is over, an extension's or the database's own. */
const OF_KEYS = new Set(['extension', 'operator_class']);

function dependentOf({ kind, schema, table, name, refKind }: Row): ObjectId {
  if (kind === 'primary_key' && OF_KEYS.has(refKind)) return objectId('table', schema, table ?? '');
  return idAt(kind, schema, table, name);
}

function idAt(kind: string, schema: string, table: string | null, name: string): ObjectId {
  if (kind === 'primary_key') return primaryKeyId(schema, table ?? '');
  return table === null ? objectId(kind, schema, name) : memberId(kind, schema, table, name);
}

function referenceIds(row: Row): ObjectId[] {
  const { kind, refKind, refSchema: schema, refName: name, refColumn: column } = row;
  const id = idAt(refKind, schema, row.refTable, name);
  // A routine's default over such a row keeps the table as it is on some servers (15).
  const holds = HOLDERS.has(kind) || (kind === 'function' && row.expression);
  if (kind === 'function' && refKind === 'primary_key') return [id, primaryKeyNameId(schema, row.refTable ?? '')];
  if (row.type && column !== null) return [columnId(schema, name, column), rowColumnsId(schema, name)];
  if (idKind(id) === 'table' && row.type && holds) return [id, rowTypeId({ schema, name })];
  if (idKind(id) !== 'table' || column === null) return [id];
  // A generated column stands on others of its own table.
  if (kind === 'table' && row.schema === schema && row.name === name) return [columnShapeId(schema, name, column)];
  const ids = [columnId(schema, name, column)];
  if (kind === 'foreign_key') return [...ids, columnPairId(schema, name, column)];
  if (SHAPED.has(kind)) return [...ids, id, columnShapeId(schema, name, column)];
  // A generated column may read another table's rows in a value.
  if (kind === 'table') return row.expression ? [...ids, columnShapeId(schema, name, column)] : ids;
  return row.expression ? [...ids, columnMeaningId(schema, name, column)] : ids;
}

/**
 * Both ends of a dependency are looked up among everything that has a name: what belongs to a relation (rule, default,
 * constraint, trigger, policy) by its relation, members of an extension as the extension, array and row types as what they are of.
 * What reads a function's rows names all their columns as it is printed. Of a cast that an expression does the catalog knows the
 * function alone, if that; the expression's tree says the rest: also which cast it would do, were there one, where it goes by text.
 * Before 15 it is a generated column itself that stands on what it is made of.
 */
const DEPENDENCIES = sql`
WITH space AS (
  SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'dbops')
), relation AS (
  SELECT c.oid, c.relkind, s.nspname, c.relname,
         CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized_view' WHEN 'S' THEN 'sequence'
                        WHEN 'c' THEN 'composite' ELSE 'table' END AS kind
  FROM pg_class c JOIN space s ON s.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'c')
), constr AS (
  SELECT k.oid, k.conname, k.contype, k.conindid, k.conparentid, r.nspname, r.relname
  FROM pg_constraint k JOIN relation r ON r.oid = k.conrelid WHERE k.contype IN ('p', 'u', 'x', 'c', 'f')
), family AS (
  SELECT 'pg_opfamily'::regclass AS class, f.oid, 'operator_family' AS kind, s.nspname AS schema, NULL::name AS tbl,
         format('%s(%s)', f.opfname, a.amname) AS name, true AS expression
  FROM pg_opfamily f JOIN space s ON s.oid = f.opfnamespace JOIN pg_am a ON a.oid = f.opfmethod
  UNION ALL
  SELECT 'pg_opclass'::regclass, c.oid, 'operator_class', s.nspname, NULL, format('%s(%s)', c.opcname, a.amname), true
  FROM pg_opclass c JOIN space s ON s.oid = c.opcnamespace JOIN pg_am a ON a.oid = c.opcmethod
), named AS (
  SELECT 'pg_class'::regclass AS class, r.oid, r.kind, r.nspname AS schema, NULL::name AS tbl, r.relname::text AS name, false AS expression
  FROM relation r
  UNION ALL
  SELECT 'pg_class'::regclass, i.indexrelid,
         CASE k.contype WHEN 'p' THEN 'primary_key' WHEN 'u' THEN 'unique' WHEN 'x' THEN 'exclusion' ELSE 'index' END,
         r.nspname, r.relname, coalesce(k.conname, x.relname)::text,
         i.indexprs IS NOT NULL OR i.indpred IS NOT NULL OR NOT i.indclass::oid[] <@ ARRAY(SELECT oid FROM pg_opclass WHERE opcdefault AND oid < 16384)
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN relation r ON r.oid = i.indrelid
  LEFT JOIN constr k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')
  UNION ALL
  SELECT 'pg_constraint'::regclass, k.oid,
         CASE k.contype WHEN 'p' THEN 'primary_key' WHEN 'u' THEN 'unique' WHEN 'x' THEN 'exclusion' WHEN 'c' THEN 'check' ELSE 'foreign_key' END,
         k.nspname, k.relname, k.conname::text, k.contype IN ('c', 'x')
  FROM constr k WHERE k.conparentid = 0
  UNION ALL
  SELECT 'pg_constraint'::regclass, k.oid, 'domain', s.nspname, NULL, t.typname::text, true
  FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid JOIN space s ON s.oid = t.typnamespace
  UNION ALL
  SELECT 'pg_rewrite'::regclass, w.oid, CASE WHEN w.rulename = '_RETURN' THEN r.kind ELSE 'rule' END, r.nspname,
         CASE WHEN w.rulename <> '_RETURN' THEN r.relname END,
         CASE WHEN w.rulename = '_RETURN' THEN r.relname ELSE w.rulename END::text, true
  FROM pg_rewrite w JOIN relation r ON r.oid = w.ev_class
  UNION ALL
  SELECT 'pg_attrdef'::regclass, d.oid, r.kind, r.nspname, NULL, r.relname::text, a.attgenerated <> ''
  FROM pg_attrdef d JOIN relation r ON r.oid = d.adrelid JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
  UNION ALL
  SELECT 'pg_trigger'::regclass, t.oid, 'trigger', r.nspname, r.relname, t.tgname::text, true
  FROM pg_trigger t JOIN relation r ON r.oid = t.tgrelid WHERE NOT t.tgisinternal
  UNION ALL
  SELECT 'pg_policy'::regclass, p.oid, 'policy', r.nspname, r.relname, p.polname::text, true
  FROM pg_policy p JOIN relation r ON r.oid = p.polrelid
  UNION ALL
  SELECT 'pg_type'::regclass, y.oid,
         CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range' WHEN 'c' THEN r.kind ELSE 'type' END,
         s.nspname, NULL, t.typname::text, true
  FROM pg_type y JOIN pg_type t ON t.oid = CASE WHEN y.typcategory = 'A' AND y.typelem <> 0 THEN y.typelem ELSE y.oid END
  JOIN space s ON s.oid = t.typnamespace LEFT JOIN relation r ON r.oid = t.typrelid WHERE t.typtype <> 'm'
  UNION ALL
  SELECT 'pg_proc'::regclass, p.oid, CASE p.prokind WHEN 'a' THEN 'aggregate' ELSE 'function' END, s.nspname, NULL,
         format('%s(%s)', p.proname, CASE WHEN p.prokind <> 'a' THEN
           ${SIGNATURE}
           WHEN p.pronargs = 0 THEN '*' ELSE pg_get_function_identity_arguments(p.oid) END), p.proargdefaults IS NOT NULL
  FROM pg_proc p JOIN space s ON s.oid = p.pronamespace
  UNION ALL
  SELECT 'pg_operator'::regclass, o.oid, 'operator', s.nspname, NULL,
         format('%s(%s, %s)', o.oprname, CASE WHEN o.oprleft = 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END,
                format_type(o.oprright, NULL)), true
  FROM pg_operator o JOIN space s ON s.oid = o.oprnamespace
  UNION ALL
  SELECT 'pg_cast'::regclass, k.oid, 'cast', '', NULL, format('%s as %s', format_type(k.castsource, NULL), format_type(k.casttarget, NULL)), true
  FROM pg_cast k WHERE k.oid >= 16384
  UNION ALL
  SELECT 'pg_collation'::regclass, l.oid, 'collation', s.nspname, NULL, l.collname::text, true
  FROM pg_collation l JOIN space s ON s.oid = l.collnamespace
  UNION ALL
  SELECT 'pg_statistic_ext'::regclass, x.oid, 'statistics', s.nspname, NULL, x.stxname::text, false
  FROM pg_statistic_ext x JOIN space s ON s.oid = x.stxnamespace
  UNION ALL
  SELECT 'pg_event_trigger'::regclass, e.oid, 'event_trigger', '', NULL, e.evtname::text, true FROM pg_event_trigger e
  UNION ALL
  SELECT 'pg_ts_parser'::regclass, x.oid, 'text_search_parser', s.nspname, NULL, x.prsname::text, true
  FROM pg_ts_parser x JOIN space s ON s.oid = x.prsnamespace
  UNION ALL
  SELECT 'pg_ts_template'::regclass, x.oid, 'text_search_template', s.nspname, NULL, x.tmplname::text, true
  FROM pg_ts_template x JOIN space s ON s.oid = x.tmplnamespace
  UNION ALL
  SELECT 'pg_ts_dict'::regclass, x.oid, 'text_search_dictionary', s.nspname, NULL, x.dictname::text, true
  FROM pg_ts_dict x JOIN space s ON s.oid = x.dictnamespace
  UNION ALL
  SELECT 'pg_ts_config'::regclass, x.oid, 'text_search_configuration', s.nspname, NULL, x.cfgname::text, true
  FROM pg_ts_config x JOIN space s ON s.oid = x.cfgnamespace
  UNION ALL
  SELECT * FROM family
  UNION ALL
  SELECT d.classid, d.objid, f.kind, f.schema, f.tbl, f.name, f.expression FROM pg_depend d
  JOIN family f ON f.class = d.refclassid AND f.oid = d.refobjid WHERE d.classid IN ('pg_amop'::regclass, 'pg_amproc'::regclass)
  UNION ALL
  SELECT 'pg_language'::regclass, x.oid, 'language', '', NULL, x.lanname::text, true FROM pg_language x WHERE x.lanispl
  UNION ALL
  SELECT 'pg_transform'::regclass, x.oid, 'transform', '', NULL, format('%s for %s', format_type(x.trftype, NULL), l.lanname), true
  FROM pg_transform x JOIN pg_language l ON l.oid = x.trflang
  UNION ALL
  SELECT 'pg_conversion'::regclass, x.oid, 'conversion', s.nspname, NULL, x.conname::text, true
  FROM pg_conversion x JOIN space s ON s.oid = x.connamespace
  UNION ALL
  SELECT 'pg_publication_rel'::regclass, r.oid, 'publication', '', NULL, p.pubname::text, true
  FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid
  UNION ALL
  SELECT 'pg_foreign_data_wrapper'::regclass, w.oid, 'foreign_data_wrapper', '', NULL, w.fdwname::text, true FROM pg_foreign_data_wrapper w
  UNION ALL
  SELECT 'pg_foreign_server'::regclass, f.oid, 'foreign_server', '', NULL, f.srvname::text, true FROM pg_foreign_server f
  UNION ALL
  SELECT 'pg_user_mapping'::regclass, m.umid, 'user_mapping', '', NULL,
         format('%s for %s', CASE WHEN m.umuser = 0 THEN 'public' ELSE m.usename END, m.srvname), true FROM pg_user_mappings m
  UNION ALL
  SELECT 'pg_extension'::regclass, x.oid, 'extension', '', NULL, x.extname::text, true FROM pg_extension x WHERE x.oid >= 16384
  UNION ALL
  SELECT 'pg_am'::regclass, x.oid, 'access_method', '', NULL, x.amname::text, true FROM pg_am x WHERE x.oid >= 16384
), owned AS (
  SELECT d.classid, d.objid, x.extname FROM pg_depend d
  JOIN pg_extension x ON d.refclassid = 'pg_extension'::regclass AND x.oid = d.refobjid WHERE d.deptype = 'e' AND x.oid >= 16384
), tree AS NOT MATERIALIZED (
  SELECT 'pg_rewrite'::regclass AS class, w.oid, concat(w.ev_action, w.ev_qual) AS text FROM pg_rewrite w WHERE w.oid >= 16384
  UNION ALL
  SELECT 'pg_attrdef'::regclass, d.oid, d.adbin::text FROM pg_attrdef d WHERE d.oid >= 16384
  UNION ALL
  SELECT 'pg_constraint'::regclass, k.oid, k.conbin::text FROM pg_constraint k WHERE k.oid >= 16384
  UNION ALL
  SELECT 'pg_class'::regclass, i.indexrelid, concat(i.indexprs, i.indpred) FROM pg_index i WHERE i.indexrelid >= 16384
  UNION ALL
  SELECT 'pg_policy'::regclass, p.oid, concat(p.polqual, p.polwithcheck) FROM pg_policy p WHERE p.oid >= 16384
  UNION ALL
  SELECT 'pg_trigger'::regclass, t.oid, t.tgqual::text FROM pg_trigger t WHERE t.oid >= 16384
  UNION ALL
  SELECT 'pg_proc'::regclass, p.oid, concat(p.proargdefaults, to_jsonb(p) ->> 'prosqlbody') FROM pg_proc p WHERE p.oid >= 16384
), edge AS (
  SELECT n.kind, n.schema, n.tbl, n.name, n.expression OR (d.classid = d.refclassid AND d.objsubid > 0 AND d.refobjsubid > 0) AS expression,
         d.refclassid, d.refobjid, d.refobjsubid
  FROM pg_depend d JOIN named n ON n.class = d.classid AND n.oid = d.objid
  WHERE d.deptype NOT IN ('e', 'P', 'S', 'x')
)
SELECT e.kind, e.schema, e.tbl AS table, e.name, e.expression, false AS type, 'extension' AS "refKind", '' AS "refSchema",
       NULL::name AS "refTable", o.extname::text AS "refName", NULL::name AS "refColumn"
FROM edge e LEFT JOIN pg_type y ON e.refclassid = 'pg_type'::regclass AND y.oid = e.refobjid
JOIN owned o ON o.classid = e.refclassid AND o.objid = CASE WHEN y.typcategory = 'A' AND y.typelem <> 0 THEN y.typelem ELSE e.refobjid END
UNION ALL
SELECT e.kind, e.schema, e.tbl, e.name, e.expression, e.refclassid = 'pg_type'::regclass, r.kind, r.schema, r.tbl, r.name, a.attname
FROM edge e JOIN named r ON r.class = e.refclassid AND r.oid = e.refobjid
LEFT JOIN pg_attribute a ON e.refclassid = 'pg_class'::regclass AND a.attrelid = e.refobjid AND a.attnum = e.refobjsubid AND e.refobjsubid > 0
LEFT JOIN owned o ON o.classid = e.refclassid AND o.objid = e.refobjid
WHERE o.objid IS NULL
  AND (NOT (e.kind = r.kind AND e.schema = r.schema AND e.tbl IS NOT DISTINCT FROM r.tbl AND e.name = r.name)
       OR e.kind = 'table' AND e.expression AND a.attnum IS NOT NULL)
  AND NOT (e.kind = 'sequence' AND r.kind = 'table')
UNION ALL
SELECT e.kind, e.schema, e.tbl, e.name, e.expression, true, r.kind, r.nspname, NULL, r.relname::text, a.attname
FROM edge e JOIN pg_proc p ON e.refclassid = 'pg_proc'::regclass AND p.oid = e.refobjid
JOIN pg_type y ON y.oid = p.prorettype JOIN relation r ON r.oid = y.typrelid AND r.kind = 'table'
JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE e.kind IN ('view', 'materialized_view', 'rule')
UNION ALL
SELECT n.kind, n.schema, n.tbl, n.name, n.expression, false, r.kind, r.schema, r.tbl, r.name, NULL
FROM pg_cast k JOIN named r ON r.class = 'pg_cast'::regclass AND r.oid = k.oid
CROSS JOIN LATERAL (
  SELECT d.classid, d.objid FROM pg_depend d WHERE d.refclassid = 'pg_proc'::regclass AND d.refobjid = k.castfunc
  UNION
  SELECT d.classid, d.objid FROM pg_depend d WHERE k.castfunc = 0 AND d.refclassid = 'pg_type'::regclass AND d.refobjid = k.casttarget
  UNION
  SELECT d.classid, d.objid FROM pg_attribute a JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
  WHERE k.castfunc = 0 AND a.atttypid = k.castsource
) u
JOIN tree t ON t.class = u.classid AND t.oid = u.objid
JOIN named n ON n.class = u.classid AND n.oid = u.objid
LEFT JOIN owned o ON o.classid = 'pg_cast'::regclass AND o.objid = k.oid
WHERE o.objid IS NULL AND t.text ~ CASE WHEN k.castfunc <> 0 THEN format(':funcid %s (:\\w+ \\w+ )*:funcformat [12] ', k.castfunc)
                                        ELSE format(':resulttype %s ', k.casttarget) END
UNION ALL
SELECT n.kind, n.schema, n.tbl, n.name, n.expression, false, 'cast', '', NULL,
       format('%s as %s', format_type(s.type::oid, NULL), format_type(r.type::oid, NULL)), NULL
FROM tree t JOIN named n ON n.class = t.class AND n.oid = t.oid
CROSS JOIN LATERAL (SELECT DISTINCT m[1] AS type FROM regexp_matches(t.text, '[tT]ype(?:[iI]d)? (\\d+) ', 'g') m) s
CROSS JOIN LATERAL (SELECT DISTINCT m[1] AS type FROM regexp_matches(t.text, ':resulttype (\\d+) :resultcollid \\d+ :coerceformat [12] ', 'g') m) r
WHERE t.text LIKE '%COERCEVIAIO%' AND s.type <> r.type AND greatest(s.type::oid, r.type::oid) >= 16384`;
