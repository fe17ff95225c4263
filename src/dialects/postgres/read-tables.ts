import { byId, type Column, type PrimaryKey, type Table } from '../../model/object.ts';
import { raw, sql } from '../../model/query.ts';
import { type ReadContext, type Session } from '../dialect.ts';
import { deferrableOf } from './constraint.ts';
import { type ForeignOptions, readableOptions } from './foreign-options.ts';
import { withoutNamesAbove } from './given-members.ts';
import { givenColumns, saysMore } from './heirs.ts';
import { KEY_INDEX, type KeyIndexRow, keyIndexOf } from './index-storage.ts';
import { primaryKeyName } from './names.ts';
import { present } from './plain-driver.ts';
import { readColumns } from './read-columns.ts';
import { MANAGED_TABLE } from './scope.ts';

function rowSecurity(secured: boolean, forced: boolean): Table['rowSecurity'] | null {
  if (!secured) return forced ? 'only_forced' : null;
  return forced ? 'forced' : 'enabled';
}

/** Storage parameters of a `pg_class c`, those of what is stored beside it with `toast.` before them. */
export const RELATION_OPTIONS = raw(`coalesce(c.reloptions, '{}')
  || ARRAY(SELECT 'toast.' || o FROM pg_class t, unnest(t.reloptions) o WHERE t.oid = c.reltoastrelid)`);

interface Place {
  readonly schema: string;
  readonly table: string;
}

interface TableRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly options: readonly string[] | null;
  readonly comment: string | null;
  readonly partitionBy: string | null;
  readonly bound: string | null;
  readonly parents: readonly Place[] | null;
  readonly triggerStates: NonNullable<Table['triggerStates']> | null;
  readonly of: { readonly schema: string; readonly name: string } | null;
  readonly unlogged: boolean;
  readonly secured: boolean;
  readonly forced: boolean;
  readonly replicaIdentity: string | null;
  readonly clusteredOn: string | null;
  readonly accessMethod: string | null;
  readonly tablespace: string | null;
  readonly server: string | null;
  readonly foreignOptions: ForeignOptions | null;
}

interface KeyRow extends KeyIndexRow {
  readonly table: number;
  readonly name: string;
  /** It is a partition's part of the key of its table. */
  readonly part: boolean;
  /** What it is a part of otherwise: an index or a unique constraint of that table. */
  readonly whole: string | null;
  readonly columns: readonly string[];
  readonly include: readonly string[];
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly withoutOverlaps: boolean;
  readonly comment: string | null;
}

/** Tables with their columns and primary keys, in a fixed number of queries. */
export async function readTables(session: Session, context: ReadContext): Promise<Table[]> {
  const tables = await session.rows<TableRow>(
    sql`SELECT c.oid, n.nspname AS schema, c.relname AS name, obj_description(c.oid, 'pg_class') AS comment,
               ${RELATION_OPTIONS} AS options,
               CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS "partitionBy",
               pg_get_expr(c.relpartbound, c.oid) AS bound,
               (SELECT json_agg(json_build_object('schema', pn.nspname, 'table', p.relname) ORDER BY i.inhseqno)
                FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
                WHERE i.inhrelid = c.oid) AS parents,
               (SELECT json_object_agg(g.tgname, CASE g.tgenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' ELSE 'enabled' END)
                FROM pg_trigger g JOIN pg_trigger p ON p.oid = g.tgparentid
                WHERE g.tgrelid = c.oid AND g.tgconstrindid = 0 AND g.tgenabled <> p.tgenabled) AS "triggerStates",
               CASE WHEN c.reloftype <> 0 THEN
                 (SELECT json_build_object('schema', yn.nspname, 'name', y.typname)
                  FROM pg_type y JOIN pg_namespace yn ON yn.oid = y.typnamespace WHERE y.oid = c.reloftype) END AS of,
               c.relpersistence = 'u' AS unlogged, c.relrowsecurity AS secured, c.relforcerowsecurity AS forced,
               CASE CASE WHEN c.relkind <> 'f' THEN c.relreplident END WHEN 'f' THEN 'full' WHEN 'n' THEN 'nothing' WHEN 'i' THEN
                 (SELECT x.relname::text FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
                  WHERE i.indrelid = c.oid AND i.indisreplident) END AS "replicaIdentity",
               (SELECT x.relname FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
                WHERE i.indrelid = c.oid AND i.indisclustered) AS "clusteredOn",
               CASE WHEN m.amname <> 'heap' OR c.relkind = 'p' THEN m.amname END AS "accessMethod", s.spcname AS tablespace,
               fs.srvname AS server, ${raw(readableOptions('ft.ftoptions'))} AS "foreignOptions"
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_am m ON m.oid = c.relam LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
        LEFT JOIN pg_foreign_table ft ON ft.ftrelid = c.oid LEFT JOIN pg_foreign_server fs ON fs.oid = ft.ftserver
        WHERE ${MANAGED_TABLE} ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`,
  );
  const columns = await readColumns(session, context);
  const temporal = raw(context.capabilities.temporalKeys ? 'k.conperiod' : 'false');
  const keys = new Map(
    (
      await session.rows<KeyRow>(
        sql`SELECT c.oid AS table, k.conname AS name, hk.contype IS NOT DISTINCT FROM 'p' AND hk.oid IS NOT NULL AS part,
                   CASE WHEN hk.contype IS DISTINCT FROM 'p' THEN hc.relname END AS whole, k.condeferrable AS deferrable, k.condeferred AS deferred,
                   ARRAY(SELECT (SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = u.num)
                         FROM unnest(k.conkey) WITH ORDINALITY u(num, ord) ORDER BY u.ord) AS columns,
                   CASE WHEN i.indnatts > i.indnkeyatts THEN
                         ARRAY(SELECT (SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = u.num)
                               FROM unnest(i.indkey::int2[]) WITH ORDINALITY u(num, ord) WHERE u.ord > i.indnkeyatts ORDER BY u.ord)
                         ELSE '{}' END AS include,
                   ${temporal} AS "withoutOverlaps", obj_description(k.oid, 'pg_constraint') AS comment,
                   ${raw(KEY_INDEX)}
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_index i ON i.indexrelid = k.conindid
            LEFT JOIN pg_inherits h ON h.inhrelid = i.indexrelid LEFT JOIN pg_class hc ON hc.oid = h.inhparent
            LEFT JOIN pg_constraint hk ON hk.conindid = h.inhparent AND hk.contype IN ('p', 'u')
            WHERE k.contype = 'p' AND ${MANAGED_TABLE}`,
      )
    ).map((row) => [row.table, row]),
  );
  const all = tables.map((row): Table => {
    const { oid, schema, name, options, comment, bound, parents, secured, forced } = row;
    const found = keys.get(oid);
    const key = found?.part && isGiven(found, name) ? undefined : found;
    const settings = (options ?? []).map((o) => [o.slice(0, o.indexOf('=')), o.slice(o.indexOf('=') + 1)] as const);
    const [parent] = parents ?? [];
    const own: readonly Column[] = columns.get(oid) ?? [];
    return {
      kind: 'table',
      schema,
      name,
      columns: own,
      ...(key === undefined ? {} : { primaryKey: readKey(key, name) }),
      ...present({
        partitionBy: row.partitionBy,
        partitionOf: bound === null || parent === undefined ? null : { ...parent, bound },
        triggerStates: row.triggerStates,
        inherits: bound === null ? parents : null,
        of: row.of,
        unlogged: row.unlogged,
        rowSecurity: rowSecurity(secured, forced),
        replicaIdentity: row.replicaIdentity,
        clusteredOn: row.clusteredOn,
        accessMethod: row.accessMethod,
        tablespace: row.tablespace,
        foreign: row.server === null ? null : { server: row.server, ...present({ options: row.foreignOptions }) },
      }),
      ...(settings.length === 0 ? {} : { options: Object.fromEntries(settings) }),
      ...(comment === null ? {} : { comment }),
    };
  });
  const known = byId(all);
  return all
    .filter((t) => context.inScope(t.schema, t.name))
    .map((t): Table => {
      if (t.partitionOf !== undefined) return withoutNamesAbove(t, known);
      if (t.inherits === undefined) return t;
      const given = new Map(givenColumns(t.inherits, known, false).map((c) => [c.name, c]));
      const key = new Set(t.primaryKey?.columns.map((k) => k.column));
      return { ...t, columns: t.columns.filter((c) => saysMore(c, given.get(c.name), key.has(c.name))) };
    });
}

/** Whether the server makes such a key on a partition by itself. */
function isGiven({ name, comment, indexComment }: KeyRow, table: string): boolean {
  return name === primaryKeyName(table) && comment === null && indexComment === null;
}

function readKey(
  { name, part: _, whole, columns, include, comment, withoutOverlaps, ...flags }: KeyRow,
  table: string,
): PrimaryKey {
  return {
    ...(name === primaryKeyName(table) ? {} : { name }),
    columns: columns.map((column) => ({ column })),
    ...(include.length === 0 ? {} : { include }),
    ...(withoutOverlaps ? { withoutOverlaps } : {}),
    ...deferrableOf(flags),
    ...keyIndexOf(flags),
    ...(whole === null ? {} : { partitionOf: whole }),
    ...(comment === null ? {} : { comment }),
  };
}
