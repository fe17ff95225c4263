import { sameData } from '../../../model/digest.ts';
import { idKind, type ObjectId } from '../../../model/id.ts';
import { columnId, idOf, type SchemaObject, type View } from '../../../model/object.ts';
import { sql } from '../../../model/query.ts';
import { type DriverContext, type KindDriver } from '../../dialect.ts';
import { inheritsCharset, word } from '../columns.ts';
import { Cursor } from '../cursor.ts';
import { typeOfColumn } from '../dependencies.ts';
import { withoutDatabase } from '../expression.ts';
import { relationId } from '../keys.ts';
import { locks, NO_LOCKS } from '../locks.ts';
import { idents, quote } from '../quote.ts';
import { relationNames } from '../read-relations.ts';
import { rowsOfEach } from '../session.ts';
import { definerClause, usual } from '../stored.ts';
import { isText } from '../types.ts';

const target = (o: View): string => `VIEW ${quote.name(o.schema, o.name)}`;

function create(object: View, replace = false): string {
  const { columns, options = {}, query, checkOption } = object;
  return [
    `CREATE ${replace ? 'OR REPLACE ' : ''}`,
    options.algorithm === undefined ? '' : `ALGORITHM=${word(options.algorithm).toUpperCase()} `,
    definerClause(object.definer),
    options.security === undefined ? '' : `SQL SECURITY ${word(options.security).toUpperCase()} `,
    target(object),
    columns?.length ? ` (${idents(columns)})` : '',
    ` AS\n${query}`,
    checkOption === undefined ? '' : `\nWITH ${checkOption.toUpperCase()} CHECK OPTION`,
  ].join('');
}

const CHECKED = /\s+WITH (LOCAL|CASCADED) CHECK OPTION$/;

/** Reads what SHOW CREATE VIEW prints. Names of the session's own database are not in it. */
function shownView(name: string, text: string, database: string, definer: string | undefined): View {
  const cursor = new Cursor(text);
  const options: Record<string, string> = {};
  cursor.take('CREATE');
  if (cursor.take('ALGORITHM', '=') && !cursor.take('UNDEFINED')) options.algorithm = cursor.next().toLowerCase();
  while (!cursor.done && !cursor.sees('VIEW')) {
    if (cursor.take('SQL', 'SECURITY', 'INVOKER')) options.security = 'invoker';
    else cursor.next();
  }
  cursor.take('VIEW');
  cursor.name();
  while (cursor.take('.')) cursor.name();
  const columns = cursor.sees('(') ? columnList(cursor.parenthesized()) : [];
  cursor.take('AS');
  const body = withoutDatabase(cursor.rest(), database);
  const checked = CHECKED.exec(body)?.[1]?.toLowerCase();
  return {
    kind: 'view',
    schema: '',
    name,
    query: body.replace(CHECKED, ''),
    ...(columns.length === 0 ? {} : { columns }),
    ...(checked === 'local' || checked === 'cascaded' ? { checkOption: checked } : {}),
    ...(Object.keys(options).length === 0 ? {} : { options }),
    ...(definer === undefined ? {} : { definer }),
  };
}

function columnList(text: string): string[] {
  const cursor = new Cursor(text);
  const list: string[] = [];
  while (!cursor.done) {
    list.push(cursor.name());
    cursor.take(',');
  }
  return list;
}

/** https://dev.mysql.com/doc/refman/9.0/en/create-view.html */
export const view: KindDriver<'view'> = {
  async read(session, context) {
    if ((await relationNames(session, context, 'VIEW')).length === 0) return [];
    const own = await usual(session, context);
    const rows = await session.rows<{ name: string; definer: string }>(
      sql`select table_name as name, definer as definer from information_schema.views
          where table_schema = database() order by table_name`,
    );
    const views = rows.filter(({ name }) => context.inScope('', name));
    const shown = await rowsOfEach<{ 'Create View': string }>(
      session,
      views.map(({ name }) => `SHOW CREATE VIEW ${quote.ident(name)}`),
    );
    const { database } = context.server;
    return views.flatMap(({ name, definer }, i) => {
      const text = shown[i]?.[0]?.['Create View'];
      return text === undefined ? [] : [shownView(name, text, database, definer === own.definer ? undefined : definer)];
    });
  },
  create: (object) => [
    {
      sql: create(object),
      undo: [`DROP ${target(object)}`],
      makes: [idOf(object), relationId(object)],
      needs: typesRead(object),
      locks: NO_LOCKS,
      transaction: 'alone',
    },
  ],
  drop(object, context) {
    const id = idOf(object);
    const message = `the view ${object.name} is gone for a moment`;
    return [
      {
        sql: `DROP ${target(object)}`,
        undo: [create(object)],
        ends: [id, relationId(object)],
        frees: typesRead(object),
        locks: locks('view', id),
        transaction: 'alone',
        hazards: context.after.has(id) ? [{ kind: 'breaks_readers', object: id, message }] : [],
      },
    ];
  },
  alter(before, after, _fields, context) {
    if (!isSteady(before, after, context)) return { how: 'replace' };
    const id = idOf(after);
    const object = { ...after, definer: after.definer ?? before.definer };
    const step = {
      sql: create(object, true),
      undo: [create(before, true)],
      makes: [id],
      ends: [id],
      needs: typesRead(after),
    };
    return { how: 'steps', steps: [{ ...step, locks: locks('view', id), transaction: 'alone' }] };
  },
};

/** The types of the columns that a view reads: the server refuses a text whose collations do not go together. */
function typesRead({ dependsOn = [] }: View): ObjectId[] {
  return dependsOn.flatMap((id) => (idKind(id) === 'column' ? [typeOfColumn(id)] : []));
}

/** Whether all that either text mentions is there before the plan as after it, so that the view can be replaced at any moment, and back. */
function isSteady({ dependsOn: a = [] }: View, { dependsOn: b = [] }: View, context: DriverContext): boolean {
  const ids = [...a, ...b];
  return ids.every((id) => isThere(id, context)) && keepsCollations(ids, context);
}

/** Whether the columns compare as they did: a text with collations of the one side may be refused on the other. */
function keepsCollations(ids: readonly ObjectId[], { before, after }: DriverContext): boolean {
  const [from, to] = [collations(ids, before), collations(ids, after)];
  return [...from].every(([column, collation]) => (to.get(column) ?? collation) === collation);
}

/** What the columns with text of these ids, and of those that views of these ids mention, are kept and compared in. */
function collations(ids: readonly ObjectId[], objects: DriverContext['before']): ReadonlyMap<ObjectId, string> {
  const seen = new Set<ObjectId>();
  const visit = (id: ObjectId): void => {
    const object = seen.has(id) ? undefined : objects.get(id);
    seen.add(id);
    if (object?.kind === 'view') object.dependsOn?.forEach(visit);
  };
  ids.forEach(visit);
  const tables = [...seen].flatMap((id) => objects.get(id) ?? []).filter((o) => o.kind === 'table');
  return new Map(
    tables.flatMap(({ schema, name, columns, options = {} }) =>
      columns
        .map((c) => [columnId(schema, name, c.name), c] as const)
        .filter(([id, c]) => seen.has(id) && isText(c.type))
        .map(([id, c]) => {
          const { charset, collation } = inheritsCharset(c) ? options : c;
          return [id, [charset ?? options.charset, collation].join(' ')] as const;
        }),
    ),
  );
}

function isThere(id: ObjectId, { before, after }: DriverContext): boolean {
  const [a, b] = [before.get(id), after.get(id)];
  if (a === undefined && b === undefined) return true;
  return a !== undefined && b !== undefined && sameData(shape(a), shape(b));
}

function shape(object: SchemaObject): unknown {
  if (object.kind === 'table') return object.columns.map((c) => c.name).sort();
  return object.kind === 'view' ? object.query : object.name;
}
