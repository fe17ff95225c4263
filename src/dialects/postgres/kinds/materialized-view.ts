import { memberId, type ObjectId } from '../../../model/id.ts';
import { type Column, idOf, type MaterializedView, type SchemaObject } from '../../../model/object.ts';
import { sql } from '../../../model/query.ts';
import { type StepDraft } from '../../../model/step.ts';
import { columnClauses } from '../column-settings.ts';
import { replay } from '../expression.ts';
import { listedValues } from '../listed-values.ts';
import { locks } from '../locks.ts';
import { rightsIds } from '../names.ts';
import { optionMap, plainDriver, present, rowsInScope } from '../plain-driver.ts';
import { dottedIdent, idents, quote } from '../quote.ts';
import { attributeCompression } from '../read-columns.ts';
import { RELATION_OPTIONS } from '../read-tables.ts';
import { notOwned, USER_SCHEMAS } from '../scope.ts';

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly query: string;
  readonly options: readonly string[];
  readonly method: string | null;
  readonly tablespace: string | null;
  readonly populated: boolean;
  readonly clusteredOn: string | null;
  readonly columnComments: Readonly<Record<string, string>> | null;
  readonly columnSettings: MaterializedView['columnSettings'] | null;
  readonly comment: string | null;
}

const target = (o: MaterializedView): string => `MATERIALIZED VIEW ${quote.name(o.schema, o.name)}`;

function create(o: MaterializedView): string[] {
  const settings = Object.entries(o.options ?? {}).map(([k, v]) => `${dottedIdent(k)}=${quote.literal(v)}`);
  const { names, query } = listedValues(o.query);
  const first = [
    `CREATE ${target(o)}`,
    o.columns?.length ? ` (${idents(o.columns)})` : names,
    o.method === undefined ? '' : ` USING ${quote.ident(o.method)}`,
    settings.length === 0 ? '' : ` WITH (${settings.join(', ')})`,
    o.tablespace === undefined ? '' : ` TABLESPACE ${quote.ident(o.tablespace)}`,
    ` AS\n${replay(query)}`,
    o.noData ? '\nWITH NO DATA' : '',
  ].join('');
  return [first, ...columnSettings({}, o), ...commentStatements(o, {}, o.columnComments ?? {})];
}

/** What differs in how the columns are kept. */
function columnSettings(before: Pick<MaterializedView, 'columnSettings'>, after: MaterializedView): string[] {
  const [a, b] = [before.columnSettings ?? {}, after.columnSettings ?? {}];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((column) => {
    const clauses = columnClauses(settingsOf(column, a[column]), settingsOf(column, b[column]));
    return clauses.length === 0 ? [] : [`ALTER ${target(after)} ${clauses.join(', ')}`];
  });
}

function settingsOf(name: string, { statistics, storage, compression, ...options }: Settings = {}): Column {
  return { name, type: '', ...present({ statistics, storage, compression }), options };
}

type Settings = Readonly<Record<string, string>>;

function commentStatements(
  { schema, name }: MaterializedView,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((c) => before[c] !== after[c]);
  const on = (column: string): string => `${quote.name(schema, name)}.${quote.ident(column)}`;
  return names.map((c) => `COMMENT ON COLUMN ${on(c)} IS ${quote.literal(after[c] ?? null)}`);
}

function change(before: MaterializedView, after: MaterializedView): string[] | null {
  const kept = ['query', 'columns', 'noData', 'method', 'tablespace'] as const;
  if (kept.some((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))) return null;
  // Before 16 no word gives a column the storage of its type again.
  const stored = Object.entries(before.columnSettings ?? {}).filter(([, { storage }]) => storage !== undefined);
  if (stored.some(([column]) => after.columnSettings?.[column]?.storage === undefined)) return null;
  const [a, b] = [before.options ?? {}, after.options ?? {}];
  const set = Object.keys(b).filter((k) => a[k] !== b[k]);
  const reset = Object.keys(a).filter((k) => b[k] === undefined);
  const sets = set.map((k) => `${dottedIdent(k)}=${quote.literal(b[k] ?? '')}`).join(', ');
  return [
    ...(set.length === 0 ? [] : [`ALTER ${target(after)} SET (${sets})`]),
    ...(reset.length === 0 ? [] : [`ALTER ${target(after)} RESET (${reset.map(dottedIdent).join(', ')})`]),
    ...columnSettings(before, after),
    ...commentStatements(after, before.columnComments ?? {}, after.columnComments ?? {}),
  ];
}

function indexIds({ schema, name }: MaterializedView, index: string | undefined): ObjectId[] {
  return index === undefined ? [] : [memberId('index', schema, name, index)];
}

function clusterStep(before: MaterializedView, after: MaterializedView): StepDraft[] {
  if (before.clusteredOn === after.clusteredOn) return [];
  const mark = ({ clusteredOn: index }: MaterializedView): string =>
    `ALTER ${target(after)} ${index === undefined ? 'SET WITHOUT CLUSTER' : `CLUSTER ON ${quote.ident(index)}`}`;
  return [
    {
      sql: mark(after),
      undo: [mark(before)],
      needs: [idOf(after), ...indexIds(after, after.clusteredOn)],
      frees: indexIds(before, before.clusteredOn),
      locks: locks('alter column', idOf(after)),
    },
  ];
}

/** The relations that it reads, by way of views too. */
function readBy(view: MaterializedView, objects: ReadonlyMap<ObjectId, SchemaObject>): SchemaObject[] {
  const found = new Set<SchemaObject>([view]);
  for (const { dependsOn = [] } of found) {
    for (const id of dependsOn) {
      const object = objects.get(id);
      if (object !== undefined && RELATIONS.has(object.kind)) found.add(object);
    }
  }
  found.delete(view);
  return [...found];
}

const RELATIONS = new Set<SchemaObject['kind']>(['table', 'view', 'materialized_view']);

const plain = plainDriver<'materialized_view'>({
  async read(session, context) {
    const compression = attributeCompression(context.capabilities);
    const rows = await rowsInScope<Row>(
      session,
      context,
      sql`SELECT n.nspname AS schema, c.relname AS name, pg_get_viewdef(c.oid) AS query, ${RELATION_OPTIONS} AS options,
                 CASE WHEN m.amname <> 'heap' THEN m.amname END AS method, s.spcname AS tablespace, c.relispopulated AS populated,
                 (SELECT x.relname FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
                  WHERE i.indrelid = c.oid AND i.indisclustered) AS "clusteredOn",
                 (SELECT json_object_agg(a.attname, col_description(c.oid, a.attnum) ORDER BY a.attnum) FROM pg_attribute a
                  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND col_description(c.oid, a.attnum) IS NOT NULL)
                   AS "columnComments",
                 (SELECT json_object_agg(a.attname, x.settings ORDER BY a.attnum) FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid,
                  LATERAL (SELECT json_object_agg(o.key, o.value) AS settings FROM (
                    SELECT 'statistics' AS key, a.attstattarget::text AS value WHERE a.attstattarget >= 0
                    UNION ALL SELECT 'storage', CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'extended' END
                    WHERE a.attstorage <> t.typstorage
                    UNION ALL SELECT 'compression', ${compression} WHERE ${compression} IS NOT NULL
                    UNION ALL SELECT option_name, option_value FROM pg_options_to_table(a.attoptions) WHERE option_name <> 'pg_attver') o) x
                  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND x.settings IS NOT NULL) AS "columnSettings",
                 obj_description(c.oid, 'pg_class') AS comment
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          LEFT JOIN pg_am m ON m.oid = c.relam LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
          WHERE c.relkind = 'm' AND ${USER_SCHEMAS} AND ${notOwned('pg_class', 'c')}
          ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`,
    );
    return rows.map(
      (r): MaterializedView => ({
        kind: 'materialized_view',
        schema: r.schema,
        name: r.name,
        query: r.query.trim().replace(/;$/, ''),
        ...present({
          options: optionMap(r.options),
          method: r.method,
          tablespace: r.tablespace,
          noData: !r.populated,
          clusteredOn: r.clusteredOn,
          columnComments: r.columnComments,
          columnSettings: r.columnSettings,
          comment: r.comment,
        }),
      }),
    );
  },
  target,
  create,
  change,
});

/** https://www.postgresql.org/docs/current/sql-creatematerializedview.html */
export const materializedView: typeof plain = {
  ...plain,
  create(object, context) {
    // An index that it has as long as it is there marks it by itself.
    const former = context.before.get(idOf(object));
    const marks = former?.kind === 'materialized_view' ? clusterStep(former, object) : [];
    const kept = object.clusteredOn === undefined ? [] : marks.map((d) => ({ ...d, undo: [], frees: [] }));
    const needs = readBy(object, context.after).map((o) => rightsIds(o).given);
    return [...plain.create(object, context), ...kept].map((d) => ({ ...d, needs: [...(d.needs ?? []), ...needs] }));
  },
  // The way back fills it again.
  drop(object, context) {
    const frees = readBy(object, context.before).map((o) => rightsIds(o).lost);
    return plain.drop(object, context).map((d) => ({ ...d, frees: [...(d.frees ?? []), ...frees] }));
  },
  alter(before, after, fields, context) {
    const rest = fields.filter((f) => f !== 'clusteredOn');
    const own = plain.alter(before, after, rest, context);
    return own.how === 'replace' ? own : { ...own, steps: [...own.steps, ...clusterStep(before, after)] };
  },
};
