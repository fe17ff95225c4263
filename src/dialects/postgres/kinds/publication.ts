import { dotted, idKind, idName, type ObjectId, objectId, parseDotted } from '../../../model/id.ts';
import { idOf, type Publication } from '../../../model/object.ts';
import { raw, sql } from '../../../model/query.ts';
import { NO_LOCKS } from '../locks.ts';
import { schemaId } from '../needs.ts';
import { plainDriver, present } from '../plain-driver.ts';
import { idents, quote } from '../quote.ts';
import { globalInScope } from '../scope.ts';

interface Row {
  readonly name: string;
  readonly all: boolean;
  readonly tables: readonly { readonly schema: string; readonly name: string; readonly tail: string }[] | null;
  readonly schemas: readonly string[];
  readonly options: Readonly<Record<string, string | null>>;
  readonly comment: string | null;
}

const target = (o: Publication): string => `PUBLICATION ${quote.ident(o.name)}`;

/** The schema and the name of a table, as the map of a publication names it. */
function place(key: string): { readonly schema: string; readonly name: string } {
  const parts = parseDotted(key) ?? [key];
  return { schema: parts.at(-2) ?? 'public', name: parts.at(-1) ?? key };
}

export const keyOf = (schema: string, name: string): string => dotted(schema === 'public' ? '' : schema, name);

const tableId = (key: string): ObjectId => objectId('table', place(key).schema, place(key).name);

/** `TABLE ONLY a (x, y) WHERE (x > 1), ONLY b`; descendants of a table are tables of their own here. */
function tableList(tables: readonly (readonly [string, string])[]): string {
  const items = tables.map(([key, tail]) => `ONLY ${quote.name(place(key).schema, place(key).name)} ${tail}`.trim());
  return `TABLE ${items.join(', ')}`;
}

function create(o: Publication): string {
  const tables = Object.entries(o.tables ?? {});
  const what = [
    ...(tables.length === 0 ? [] : [tableList(tables)]),
    ...(o.schemas?.length ? [`TABLES IN SCHEMA ${idents(o.schemas)}`] : []),
  ];
  const members = o.allTables ? ' FOR ALL TABLES' : what.length === 0 ? '' : ` FOR ${what.join(', ')}`;
  const options = optionList(o.options ?? {});
  return `CREATE ${target(o)}${members}${options === '' ? '' : ` WITH (${options})`}`;
}

function optionList(options: Readonly<Record<string, string>>): string {
  return Object.entries(options)
    .map(([key, value]) => `${quote.ident(key)} = ${quote.literal(value)}`)
    .join(', ');
}

const USUAL: Readonly<Record<string, string>> = {
  publish: 'insert, update, delete, truncate',
  publish_via_partition_root: 'false',
  publish_generated_columns: 'none',
};

/** https://www.postgresql.org/docs/current/sql-alterpublication.html */
function change(before: Publication, after: Publication): string[] | null {
  if (before.allTables !== after.allTables) return null;
  const alter = `ALTER ${target(after)}`;
  const [from, to] = [before.tables ?? {}, after.tables ?? {}];
  const gone = Object.keys(from).filter((key) => from[key] !== to[key]);
  const come = Object.entries(to).filter(([key, tail]) => from[key] !== tail);
  const left = before.schemas?.filter((s) => !after.schemas?.includes(s)) ?? [];
  const joined = after.schemas?.filter((s) => !before.schemas?.includes(s)) ?? [];
  const keys = new Set([...Object.keys(before.options ?? {}), ...Object.keys(after.options ?? {})]);
  const set = [...keys]
    .filter((key) => before.options?.[key] !== after.options?.[key])
    .map((key) => [key, after.options?.[key] ?? USUAL[key] ?? ''] as const);
  return [
    ...(gone.length === 0 ? [] : [`${alter} DROP ${tableList(gone.map((key) => [key, '']))}`]),
    ...(left.length === 0 ? [] : [`${alter} DROP TABLES IN SCHEMA ${idents(left)}`]),
    ...(come.length === 0 ? [] : [`${alter} ADD ${tableList(come)}`]),
    ...(joined.length === 0 ? [] : [`${alter} ADD TABLES IN SCHEMA ${idents(joined)}`]),
    ...(set.length === 0 ? [] : [`${alter} SET (${optionList(Object.fromEntries(set))})`]),
  ];
}

const plain = plainDriver<'publication'>({
  async read(session, { capabilities, inScope }) {
    const details = capabilities.publicationDetails;
    const tail = details
      ? `concat_ws(' ', (SELECT '(' || string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname) || ')' FROM pg_attribute a
                          WHERE a.attrelid = c.oid AND a.attnum = ANY (r.prattrs)),
                  'WHERE (' || pg_get_expr(r.prqual, r.prrelid) || ')')`
      : `''`;
    const schemas = details
      ? `(SELECT q.nspname::text FROM pg_publication_namespace x JOIN pg_namespace q ON q.oid = x.pnnspid
          WHERE x.pnpubid = p.oid ORDER BY q.nspname COLLATE "C")`
      : `(SELECT NULL::text WHERE false)`;
    const generated = capabilities.publishGenerated ? `CASE p.pubgencols WHEN 's' THEN 'stored' END` : 'NULL::text';
    const rows = await session.rows<Row>(
      sql`SELECT p.pubname AS name, p.puballtables AS all, ARRAY${raw(schemas)} AS schemas, obj_description(p.oid, 'pg_publication') AS comment,
                 (SELECT json_agg(json_build_object('schema', n.nspname, 'name', c.relname, 'tail', ${raw(tail)}) ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C")
                  FROM pg_publication_rel r JOIN pg_class c ON c.oid = r.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                  WHERE r.prpubid = p.oid) AS tables,
                 json_build_object(
                   'publish', CASE WHEN NOT (p.pubinsert AND p.pubupdate AND p.pubdelete AND p.pubtruncate) THEN
                     concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
                               CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END) END,
                   'publish_via_partition_root', CASE WHEN p.pubviaroot THEN 'true' END,
                   'publish_generated_columns', ${raw(generated)}) AS options
          FROM pg_publication p WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_publication'::regclass AND d.objid = p.oid AND d.deptype = 'e')
          ORDER BY p.pubname COLLATE "C"`,
    );
    return rows
      .filter((r) => globalInScope([...r.schemas, ...(r.tables ?? []).map((t) => t.schema)], inScope))
      .map(({ name, all, tables, schemas: names, options, comment }): Publication => {
        const own = Object.entries(options).filter((e): e is [string, string] => e[1] !== null);
        return {
          kind: 'publication',
          schema: '',
          name,
          ...present({
            allTables: all ? (true as const) : null,
            tables: tables && Object.fromEntries(tables.map((t) => [keyOf(t.schema, t.name), t.tail])),
            schemas: names.length === 0 ? null : names,
            options: own.length === 0 ? null : Object.fromEntries(own),
            comment,
          }),
        };
      });
  },
  target,
  create: (o) => [create(o)],
  change,
  needs: (o) => [...Object.keys(o.tables ?? {}).map(tableId), ...(o.schemas ?? []).flatMap(schemaId)],
});

/** https://www.postgresql.org/docs/current/sql-createpublication.html */
export const publication: typeof plain = {
  ...plain,
  // A table that is made anew, or a column whose type changes, leaves the publication and comes back.
  letGo(before, after, id) {
    const key = tableKey(id);
    const tail = key === null ? undefined : before.tables?.[key];
    if (key === null || tail === undefined || after.tables?.[key] !== tail) return [];
    const alter = `ALTER ${target(after)}`;
    const [drop, add] = [`${alter} DROP ${tableList([[key, '']])}`, `${alter} ADD ${tableList([[key, tail]])}`];
    // One leave-taking is for all that the publication mentions of the table.
    const mentioned = [id, ...(before.dependsOn ?? []).filter((other) => tableKey(other) === key)];
    return [
      { sql: drop, undo: [add], frees: mentioned, locks: NO_LOCKS },
      { sql: add, undo: [drop], needs: [...mentioned, tableId(key), idOf(after)], locks: NO_LOCKS },
    ];
  },
};

const OF_TABLES = new Set(['table', 'column', 'column_shape']);

/** The table that an id is, or that it is a column of, as the map of a publication names it. */
function tableKey(id: ObjectId): string | null {
  const [schema = '', name = ''] = parseDotted(idName(id)) ?? [];
  return OF_TABLES.has(idKind(id)) ? keyOf(schema, name) : null;
}
