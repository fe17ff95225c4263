import { type ObjectId, objectId } from '../../../model/id.ts';
import { columnId, type Index, type IndexPart, idOf } from '../../../model/object.ts';
import { raw, sql } from '../../../model/query.ts';
import { type StepDraft } from '../../../model/step.ts';
import { type DriverContext, type KindDriver } from '../../dialect.ts';
import { changedComment, commentAgain, firstComment } from '../comment.ts';
import { replay, unwrap } from '../expression.ts';
import { locks } from '../locks.ts';
import { keyId } from '../names.ts';
import { freshExtensions, tableId } from '../needs.ts';
import { optionMap, present } from '../plain-driver.ts';
import { dottedIdent, idents, quote } from '../quote.ts';
import { keptMarks, marksAgain } from '../table-settings.ts';
import { duplicates } from './unique.ts';

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

const target = (o: Index): string => `INDEX ${quote.name(o.schema, o.name)}`;

/** CREATE INDEX; `name` and `concurrently` for the online forms. */
export function createIndex(object: Index, { name = object.name, concurrently = false } = {}): string {
  const { schema, table, unique, method, parts, include, nullsNotDistinct, where, options = {}, tablespace } = object;
  return [
    `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${concurrently ? 'CONCURRENTLY ' : ''}${quote.ident(name)}`,
    ` ON ${quote.name(schema, table)}${method === undefined ? '' : ` USING ${quote.ident(method)}`}`,
    ` (${parts.map(formatPart).join(', ')})`,
    include?.length ? ` INCLUDE (${idents(include)})` : '',
    nullsNotDistinct ? ' NULLS NOT DISTINCT' : '',
    Object.keys(options).length === 0 ? '' : ` WITH (${formatOptions(options)})`,
    tablespace === undefined ? '' : ` TABLESPACE ${quote.ident(tablespace)}`,
    where === undefined ? '' : ` WHERE ${replay(where)}`,
  ].join('');
}

function formatOptions(options: Readonly<Record<string, string>>): string {
  return Object.entries(options)
    .map(([k, v]) => `${dottedIdent(k)}=${quote.literal(v)}`)
    .join(', ');
}

/** The statements that set statistics targets of expressions and what else CREATE INDEX cannot say. */
function statisticsOf(object: Index, before: Index['statistics'] = {}): string[] {
  const after = object.statistics ?? {};
  const columns = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((c) => before[c] !== after[c]);
  const on = quote.name(object.schema, object.name);
  return columns.map((c) => `ALTER INDEX ${on} ALTER COLUMN ${Number(c)} SET STATISTICS ${Number(after[c] ?? -1)}`);
}

export function dropIndex(object: Index, { name = object.name, concurrently = false, ifExists = false } = {}): string {
  return `DROP INDEX ${concurrently ? 'CONCURRENTLY ' : ''}${ifExists ? 'IF EXISTS ' : ''}${quote.name(object.schema, name)}`;
}

function formatPart({ column, expression, descending, nulls, collation, opclass }: IndexPart): string {
  const standard = descending ? 'first' : 'last';
  return [
    column === undefined ? `(${replay(expression ?? '')})` : quote.ident(column),
    collation === undefined ? '' : ` COLLATE ${dottedIdent(collation)}`,
    opclass === undefined ? '' : ` ${formatOpclass(opclass)}`,
    descending ? ' DESC' : '',
    nulls === undefined || nulls === standard ? '' : ` NULLS ${nulls.toUpperCase()}`,
  ].join('');
}

/** `gin_trgm_ops`, or with settings: `gist_trgm_ops(siglen='32')`. */
function formatOpclass(opclass: string): string {
  const [, name = opclass, settings = ''] = /^([^(]+)\(((?:\s*\w+\s*=\s*(?:'[^']*'|\w+)\s*,?)+)\)$/.exec(opclass) ?? [];
  return `${dottedIdent(name.trim())}${settings === '' ? '' : ` (${settings})`}`;
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

function relationId({ schema, table, relation }: Index): ObjectId {
  return objectId(relation ?? 'table', schema, table);
}

function used(object: Index): ObjectId[] {
  const { schema, table, parts, include = [] } = object;
  if (object.relation !== undefined) return [relationId(object)];
  const columns = [...parts.flatMap((p) => (p.column === undefined ? [] : [p.column])), ...include];
  return [tableId(schema, table), ...columns.map((c) => columnId(schema, table, c))];
}

function createStep(object: Index, name: string, id: ObjectId, context: DriverContext): StepDraft {
  const table = relationId(object);
  const columns = object.parts.flatMap((p) => (p.column === undefined ? [] : [p.column]));
  const probe =
    object.where === undefined && columns.length === object.parts.length
      ? duplicates(object.schema, object.table, columns, !object.nullsNotDistinct)
      : undefined;
  return {
    sql: createIndex(object, { name }),
    undo: [dropIndex(object, { name })],
    makes: [id],
    needs: [...used(object), ...freshExtensions(context)],
    locks: locks('create index', table),
    hazards: context.isNew(table)
      ? []
      : [
          {
            kind: 'blocks_writes',
            object: table,
            message: `blocks writes to ${object.table} while the index is built`,
          },
          ...(object.unique
            ? [{ kind: 'may_fail_on_data', object: id, message: 'fails on duplicate keys', probe } as const]
            : []),
        ],
  };
}

function dropStep(object: Index): StepDraft {
  return {
    sql: dropIndex(object),
    undo: [createIndex(object), ...statisticsOf(object), ...commentAgain(target(object), object.comment)],
    ends: [idOf(object)],
    frees: used(object),
    locks: locks('drop index', relationId(object)),
  };
}

function renameStep(object: Index, from: string, to: string): StepDraft {
  const rename = (a: string, b: string): string =>
    `ALTER INDEX ${quote.name(object.schema, a)} RENAME TO ${quote.ident(b)}`;
  return {
    sql: rename(from, to),
    undo: [rename(to, from)],
    ends: [idOf({ ...object, name: from })],
    makes: [idOf({ ...object, name: to })],
    locks: locks('rename index', idOf(object)),
  };
}

/** A name beside the index's own while its successor is built. */
export function asideName(name: string): string {
  return `${Buffer.from(name)
    .subarray(0, 53)
    .toString()
    .replace(/\uFFFD+$/, '')}_dbops_new`;
}

/** The columns that a unique index makes a key. */
function keysOf({ schema, table, unique, where, parts }: Index): ObjectId[] {
  const columns = parts.flatMap((p) => p.column ?? []);
  return unique && where === undefined && columns.length === parts.length ? [keyId(schema, table, columns)] : [];
}

/** The drop of an index once its successor has been built aside. */
function swapped(before: Index, successor: ObjectId, { before: live, after }: DriverContext): StepDraft {
  const step = dropStep(before);
  const owner = relationId(before);
  const marks = keptMarks(live.get(owner), after.get(owner), before.name);
  return { ...step, needs: [successor], undo: [...(step.undo ?? []), ...marks] };
}

function statisticsSteps(object: Index): StepDraft[] {
  const form = locks('set options', relationId(object));
  return statisticsOf(object).map((sql) => ({ sql, undo: [], needs: [idOf(object)], locks: form }));
}

/** What ALTER INDEX changes in place. */
function settingSteps(before: Index, after: Index): StepDraft[] {
  const change = (a: Index, b: Index): string[] => {
    const gone = Object.keys(a.options ?? {}).filter((k) => b.options?.[k] === undefined);
    const set = Object.fromEntries(Object.entries(b.options ?? {}).filter(([k, v]) => a.options?.[k] !== v));
    return [
      ...(gone.length === 0 ? [] : [`ALTER ${target(b)} RESET (${gone.map(dottedIdent).join(', ')})`]),
      ...(Object.keys(set).length === 0 ? [] : [`ALTER ${target(b)} SET (${formatOptions(set)})`]),
      ...(a.tablespace === b.tablespace
        ? []
        : [`ALTER ${target(b)} SET TABLESPACE ${quote.ident(b.tablespace ?? 'pg_default')}`]),
      ...statisticsOf(b, a.statistics),
    ];
  };
  const undo = change(after, before);
  const form = locks('alter column', relationId(after));
  return change(before, after).map((sql, i) => ({ sql, undo: i === 0 ? undo : [], needs: [idOf(after)], locks: form }));
}

/** https://www.postgresql.org/docs/current/sql-createindex.html */
export const index: KindDriver<'index'> = {
  async read(session, { capabilities, inScope }) {
    const nulls = raw(capabilities.nullsNotDistinct ? 'i.indnullsnotdistinct' : 'false');
    const rows = await session.rows<Row>(
      sql`SELECT n.nspname AS schema, c.relname AS table, x.relname AS name, i.indisunique AS unique, am.amname AS method,
                 am.amname = 'btree' AS ordered, ${nulls} AS "nullsNotDistinct", pg_get_expr(i.indpred, i.indrelid) AS where,
                 CASE WHEN i.indnatts > i.indnkeyatts THEN
                       ARRAY(SELECT (SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = u.num)
                             FROM unnest(i.indkey::int2[]) WITH ORDINALITY u(num, ord) WHERE u.ord > i.indnkeyatts ORDER BY u.ord)
                       ELSE '{}' END AS include,
                 obj_description(x.oid, 'pg_class') AS comment, c.relkind, x.reloptions AS options, ts.spcname AS tablespace,
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
                    'opclass', CASE WHEN NOT oc.opcdefault OR xa.attoptions IS NOT NULL THEN
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
          JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE i.indisvalid AND NOT i.indisprimary AND NOT i.indisexclusion AND NOT x.relispartition AND ${raw(RELATION)}
            AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.oid AND k.contype IN ('p', 'u', 'x'))
          ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C", x.relname COLLATE "C"`,
    );
    return rows
      .filter((r) => inScope(r.schema, r.table))
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
          ...(r.relkind === 'm' ? { relation: 'materialized_view' } : {}),
          ...present({ options: optionMap(r.options), tablespace: r.tablespace, statistics: r.statistics }),
          ...(r.comment === null ? {} : { comment: r.comment }),
        }),
      );
  },
  create(object, context) {
    const id = idOf(object);
    return [
      { ...createStep(object, object.name, id, context), makes: [id, ...keysOf(object)] },
      ...statisticsSteps(object),
      ...firstComment(target(object), object.comment, id),
    ];
  },
  drop: (object) => [{ ...dropStep(object), ends: [idOf(object), ...keysOf(object)] }],
  alter(before, after, fields, context) {
    const id = idOf(after);
    const comments = changedComment(target(after), before.comment, after.comment, id);
    if (fields.every((f) => f === 'comment')) return { how: 'steps', steps: comments };
    const small = ['comment', 'options', 'tablespace', 'statistics'];
    if (fields.every((f) => small.includes(f))) {
      return { how: 'steps', steps: [...settingSteps(before, after), ...comments] };
    }
    const owner = context.after.get(relationId(after));
    const table = owner?.kind === 'table' ? owner : undefined;
    const aside = asideName(after.name);
    const successor = createStep(after, aside, idOf({ ...after, name: aside }), context);
    const keys = keysOf(before);
    const steps = [
      // Foreign keys let go of the key before there are two: on the way back they might choose the one that goes.
      { ...successor, makes: [...(successor.makes ?? []), ...keys], ends: keys },
      swapped(before, idOf({ ...after, name: aside }), context),
      { ...renameStep(after, aside, after.name), needs: [idOf({ ...after, name: aside })] },
      ...statisticsSteps(after),
      ...marksAgain(table, after.name, id),
      ...firstComment(target(after), after.comment, id),
    ];
    // Foreign keys may stand on a unique index.
    return { how: 'steps', steps, rebuilds: before.unique ? [id] : [] };
  },
  rename: (before, after) => [renameStep(after, before.name, after.name)],
};
