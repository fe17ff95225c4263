import { type Access, type Grants, WHOEVER_APPLIES } from '../../model/access.ts';
import { type ObjectId, objectId } from '../../model/id.ts';
import { idOf, type SchemaObject } from '../../model/object.ts';
import { sql } from '../../model/query.ts';
import { type ServerInfo, type Session } from '../dialect.ts';
import { isPublicSchema, usualFor, usualOn, usualOwner } from './access-kinds.ts';
import { grantsOf, type Item, parseAcl, type Usual, usualItems } from './acl.ts';
import { SIGNATURE } from './scope.ts';

export interface AccessRow {
  readonly kind: string;
  readonly schema: string;
  readonly name: string;
  readonly owner: string;
  readonly acl: readonly string[] | null;
  readonly columns: readonly { readonly name: string; readonly acl: readonly string[] }[] | null;
  /** The identity column that a sequence belongs to, or any column that owns it. */
  readonly table: string | null;
  readonly column: string | null;
  readonly internal: boolean | null;
}

/**
 * Objects that are not the connecting user's, or on which anything was ever granted. What nobody has touched gives no row:
 * that is most of it. Privileges come as `aclitem` prints them: a letter each, a tenth of what aclexplode would send.
 */
const ACCESS = sql`
WITH space AS (
  SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'dbops')
), me AS (
  SELECT oid FROM pg_roles WHERE rolname = current_user
), held AS (
  SELECT a.attrelid AS oid, json_agg(json_build_object('name', a.attname, 'acl', a.attacl::text[]) ORDER BY a.attnum) AS columns
  FROM pg_attribute a WHERE a.attacl IS NOT NULL AND NOT a.attisdropped GROUP BY a.attrelid
), thing AS (
  SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized_view' WHEN 'S' THEN 'sequence' ELSE 'table' END AS kind,
         s.nspname AS schema, c.relname::text AS name, c.relowner AS owner, c.relacl AS acl, h.columns, c.oid AS relation
  FROM pg_class c JOIN space s ON s.oid = c.relnamespace LEFT JOIN held h ON h.oid = c.oid
  WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
  UNION ALL
  SELECT 'schema', '', n.nspname, n.nspowner, n.nspacl, NULL, NULL FROM pg_namespace n JOIN space s USING (oid)
  UNION ALL
  SELECT CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range' ELSE 'composite' END,
         s.nspname, t.typname, t.typowner, t.typacl, NULL, NULL
  FROM pg_type t JOIN space s ON s.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
  WHERE t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c'
  UNION ALL
  SELECT CASE p.prokind WHEN 'a' THEN 'aggregate' ELSE 'function' END, s.nspname,
         format('%s(%s)', p.proname, CASE WHEN p.prokind <> 'a' THEN
           ${SIGNATURE}
           WHEN p.pronargs = 0 THEN '*' ELSE pg_get_function_identity_arguments(p.oid) END), p.proowner, p.proacl, NULL, NULL
  FROM pg_proc p JOIN space s ON s.oid = p.pronamespace JOIN me ON p.proowner <> me.oid OR p.proacl IS NOT NULL
  UNION ALL
  SELECT 'collation', s.nspname, l.collname, l.collowner, NULL, NULL, NULL FROM pg_collation l JOIN space s ON s.oid = l.collnamespace
  UNION ALL
  SELECT 'operator', s.nspname, format('%s(%s, %s)', o.oprname,
         CASE WHEN o.oprleft = 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END, format_type(o.oprright, NULL)), o.oprowner, NULL, NULL, NULL
  FROM pg_operator o JOIN space s ON s.oid = o.oprnamespace JOIN me ON o.oprowner <> me.oid
  UNION ALL
  SELECT 'statistics', s.nspname, x.stxname, x.stxowner, NULL, NULL, NULL FROM pg_statistic_ext x JOIN space s ON s.oid = x.stxnamespace
  UNION ALL
  SELECT 'text_search_dictionary', s.nspname, o.dictname, o.dictowner, NULL, NULL, NULL FROM pg_ts_dict o JOIN space s ON s.oid = o.dictnamespace
  UNION ALL
  SELECT 'text_search_configuration', s.nspname, o.cfgname, o.cfgowner, NULL, NULL, NULL FROM pg_ts_config o JOIN space s ON s.oid = o.cfgnamespace
  UNION ALL
  SELECT 'operator_family', s.nspname, format('%s(%s)', o.opfname, m.amname), o.opfowner, NULL, NULL, NULL
  FROM pg_opfamily o JOIN space s ON s.oid = o.opfnamespace JOIN pg_am m ON m.oid = o.opfmethod
  UNION ALL
  SELECT 'operator_class', s.nspname, format('%s(%s)', o.opcname, m.amname), o.opcowner, NULL, NULL, NULL
  FROM pg_opclass o JOIN space s ON s.oid = o.opcnamespace JOIN pg_am m ON m.oid = o.opcmethod
  UNION ALL
  SELECT 'conversion', s.nspname, o.conname, o.conowner, NULL, NULL, NULL FROM pg_conversion o JOIN space s ON s.oid = o.connamespace
  UNION ALL
  SELECT 'language', '', l.lanname, l.lanowner, l.lanacl, NULL, NULL FROM pg_language l WHERE l.oid >= 16384
  UNION ALL
  SELECT 'publication', '', o.pubname, o.pubowner, NULL, NULL, NULL FROM pg_publication o
  UNION ALL
  SELECT 'subscription', '', o.subname, o.subowner, NULL, NULL, NULL FROM pg_subscription o
  WHERE o.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
  UNION ALL
  SELECT 'foreign_data_wrapper', '', o.fdwname, o.fdwowner, o.fdwacl, NULL, NULL FROM pg_foreign_data_wrapper o
  UNION ALL
  SELECT 'foreign_server', '', o.srvname, o.srvowner, o.srvacl, NULL, NULL FROM pg_foreign_server o
  UNION ALL
  SELECT 'event_trigger', '', e.evtname, e.evtowner, NULL, NULL, NULL FROM pg_event_trigger e
)
SELECT t.kind, t.schema, t.name, pg_get_userbyid(t.owner) AS owner, t.acl::text[] AS acl, t.columns,
       r.relname AS table, a.attname AS column, d.deptype = 'i' AS internal
FROM thing t JOIN me ON t.owner <> me.oid OR t.acl IS NOT NULL OR t.columns IS NOT NULL OR t.kind = 'schema' AND t.name = 'public'
LEFT JOIN pg_depend d ON t.kind = 'sequence' AND d.classid = 'pg_class'::regclass AND d.objid = t.relation AND d.objsubid = 0
     AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
LEFT JOIN pg_class r ON r.oid = d.refobjid LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid`;

/** Owners and privileges of all that anybody has touched, in one query. */
export function readAccess(session: Session): Promise<readonly AccessRow[]> {
  return session.rows<AccessRow>(ACCESS);
}

/** The objects with their owners and everybody's privileges. Whose owner is the connecting user names none. */
export function withAccessRead(
  objects: readonly SchemaObject[],
  rows: readonly AccessRow[],
  server: ServerInfo,
): readonly SchemaObject[] {
  const found = new Map<ObjectId, AccessRow>();
  const identities = new Map<ObjectId, AccessRow[]>();
  for (const row of rows) {
    const table = row.internal && row.table !== null ? objectId('table', row.schema, row.table) : null;
    if (table === null) found.set(keyOf(row), row);
    else identities.set(table, [...(identities.get(table) ?? []), row]);
  }
  if (found.size === 0 && identities.size === 0) return objects;
  return objects.map((object) => {
    const id = idOf(object);
    const [row, sequences] = [found.get(id), object.kind === 'table' ? identities.get(id) : undefined];
    if (row === undefined && sequences === undefined) return object;
    return { ...object, ...(row === undefined ? {} : accessIn(object, row, server)), ...identityIn(sequences, server) };
  });
}

function keyOf({ kind, schema, name }: AccessRow): ObjectId {
  return objectId(kind, schema, name);
}

function accessIn(object: SchemaObject, row: AccessRow, server: ServerInfo): Access {
  const usual = usualFor(object, server);
  const follows = row.table !== null || row.owner === usualOwner(object, server);
  const unsaid = isPublicSchema(object) ? usualOn('schemas', server) : usual;
  const grants = usual === null ? undefined : grantsOf(itemsIn(row, unsaid ?? usual), row.owner, usual);
  const owner = row.owner === server.user ? WHOEVER_APPLIES : row.owner;
  return { ...(follows ? {} : { owner }), ...(grants === undefined ? {} : { grants }) };
}

function identityIn(rows: readonly AccessRow[] | undefined, server: ServerInfo): Access {
  const usual = usualOn('sequences', server);
  const entries = (rows ?? []).flatMap((row): [string, Grants][] => {
    const grants = grantsOf(itemsIn(row, usual), row.owner, usual);
    return grants === undefined || row.column === null ? [] : [[row.column, grants]];
  });
  if (entries.length === 0) return {};
  return { identityGrants: Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function itemsIn({ acl, columns, owner }: AccessRow, usual: Usual): Item[] {
  const whole = acl === null ? usualItems(usual) : parseAcl(acl, owner);
  return [...whole, ...(columns ?? []).flatMap((c) => parseAcl(c.acl, owner, c.name))];
}
