import { type ObjectId } from '../../../model/id.ts';
import { idOf, type View } from '../../../model/object.ts';
import { sql } from '../../../model/query.ts';
import { type StepDraft } from '../../../model/step.ts';
import { type KindDriver } from '../../dialect.ts';
import { listedAgain, listedColumns, listedNow } from '../column-lists.ts';
import { changedComment, commentAgain, firstComment } from '../comment.ts';
import { replay } from '../expression.ts';
import { listedValues } from '../listed-values.ts';
import { locks, NO_LOCKS } from '../locks.ts';
import { freshExtensions, schemaId } from '../needs.ts';
import { present } from '../plain-driver.ts';
import { idents, quote } from '../quote.ts';
import { notOwned, USER_SCHEMAS } from '../scope.ts';

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly query: string;
  readonly options: readonly string[] | null;
  readonly columnComments: Readonly<Record<string, string>> | null;
  readonly columnDefaults: Readonly<Record<string, string>> | null;
  readonly comment: string | null;
}

const target = (o: View): string => `VIEW ${quote.name(o.schema, o.name)}`;

function create(object: View): string {
  const { columns, options = {}, checkOption } = object;
  const { names, query } = listedValues(object.query);
  const settings = Object.entries(options).map(([k, v]) => `${quote.ident(k)}=${quote.literal(v)}`);
  return [
    `CREATE ${target(object)}`,
    columns?.length ? ` (${idents(columns)})` : names,
    settings.length === 0 ? '' : ` WITH (${settings.join(', ')})`,
    ` AS\n${replay(query)}`,
    checkOption === undefined ? '' : `\nWITH ${checkOption.toUpperCase()} CHECK OPTION`,
  ].join('');
}

/** All that ALTER VIEW … SET understands: the options, and the check option as one of them. */
function settingsOf({ options = {}, checkOption }: View): Readonly<Record<string, string>> {
  return checkOption === undefined ? options : { ...options, check_option: checkOption };
}

function changeSettings(before: View, after: View): string[] {
  const [a, b] = [settingsOf(before), settingsOf(after)];
  const set = Object.keys(b).filter((k) => a[k] !== b[k]);
  const reset = Object.keys(a).filter((k) => b[k] === undefined);
  const sets = set.map((k) => `${quote.ident(k)}=${quote.literal(b[k] ?? '')}`).join(', ');
  return [
    ...(set.length === 0 ? [] : [`ALTER ${target(after)} SET (${sets})`]),
    ...(reset.length === 0 ? [] : [`ALTER ${target(after)} RESET (${idents(reset)})`]),
  ];
}

/** Comments and defaults of columns, from one view's to another's. */
function columnStatements(before: View | null, after: View): string[] {
  const changed = (key: 'columnComments' | 'columnDefaults'): (readonly [string, string | undefined])[] => {
    const [a, b] = [before?.[key] ?? {}, after[key] ?? {}];
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((c) => a[c] !== b[c]);
    return names.map((c) => [c, b[c]] as const);
  };
  const own = quote.name(after.schema, after.name);
  return [
    ...changed('columnDefaults').map(([c, value]) => {
      const alter = `ALTER VIEW ${own} ALTER COLUMN ${quote.ident(c)}`;
      return value === undefined ? `${alter} DROP DEFAULT` : `${alter} SET DEFAULT ${value}`;
    }),
    ...changed('columnComments').map(
      ([c, text]) => `COMMENT ON COLUMN ${own}.${quote.ident(c)} IS ${quote.literal(text ?? null)}`,
    ),
  ];
}

/** https://www.postgresql.org/docs/current/sql-createview.html */
export const view: KindDriver<'view'> = {
  async read(session, { inScope }) {
    const rows = await session.rows<Row>(
      sql`SELECT n.nspname AS schema, c.relname AS name, pg_get_viewdef(c.oid) AS query, c.reloptions AS options,
                 (SELECT json_object_agg(a.attname, col_description(c.oid, a.attnum) ORDER BY a.attnum) FROM pg_attribute a
                  WHERE a.attrelid = c.oid AND a.attnum > 0 AND col_description(c.oid, a.attnum) IS NOT NULL) AS "columnComments",
                 (SELECT json_object_agg(a.attname, pg_get_expr(d.adbin, d.adrelid) ORDER BY a.attnum) FROM pg_attrdef d
                  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.adnum WHERE d.adrelid = c.oid) AS "columnDefaults",
                 obj_description(c.oid, 'pg_class') AS comment
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE c.relkind = 'v' AND c.relpersistence <> 't' AND ${USER_SCHEMAS} AND ${notOwned('pg_class', 'c')}
          ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`,
    );
    return rows
      .filter((r) => inScope(r.schema, r.name))
      .map(({ schema, name, query, options, columnComments, columnDefaults, comment }): View => {
        const all = Object.fromEntries(
          (options ?? []).map((o) => [o.slice(0, o.indexOf('=')), o.slice(o.indexOf('=') + 1)]),
        );
        const { check_option: checkOption, ...others } = all;
        return {
          kind: 'view',
          schema,
          name,
          query: query.trim().replace(/;$/, ''),
          ...(checkOption === 'local' || checkOption === 'cascaded' ? { checkOption } : {}),
          ...(Object.keys(others).length === 0 ? {} : { options: others }),
          ...present({ columnComments, columnDefaults }),
          ...(comment === null ? {} : { comment }),
        };
      });
  },
  create(object, context) {
    const id = idOf(object);
    return [
      {
        sql: create(listedNow(object, context)),
        undo: [`DROP ${target(object)}`],
        makes: [id],
        needs: [...schemaId(object.schema), ...freshExtensions(context), ...listedColumns(object, context.after)],
        locks: NO_LOCKS,
      },
      ...columnStatements(null, object).map(
        (text): StepDraft => ({ sql: text, undo: [], needs: [id], locks: NO_LOCKS }),
      ),
      ...firstComment(target(object), object.comment, id),
    ];
  },
  drop(object, context) {
    const id = idOf(object);
    const message = `the view ${object.name} is gone for a moment`;
    return [
      {
        sql: `DROP ${target(object)}`,
        undo: [
          create(listedAgain(object, context)),
          ...columnStatements(null, object),
          ...commentAgain(target(object), object.comment),
        ],
        ends: [id],
        frees: [...schemaId(object.schema), ...listedColumns(object, context.before)],
        locks: locks('drop table', id),
        hazards: context.after.has(id) ? [{ kind: 'breaks_readers', object: id, message }] : [],
      },
    ];
  },
  alter(before, after, fields) {
    if (fields.some((f) => f === 'query' || f === 'columns')) return { how: 'replace' };
    const id: ObjectId = idOf(after);
    const undo = [...changeSettings(after, before), ...columnStatements(after, before)];
    const steps = [...changeSettings(before, after), ...columnStatements(before, after)].map(
      (text, i): StepDraft => ({ sql: text, undo: i === 0 ? undo : [], needs: [id], locks: locks('alter column', id) }),
    );
    return { how: 'steps', steps: [...steps, ...changedComment(target(after), before.comment, after.comment, id)] };
  },
  rename(before, after) {
    const to = (a: View, b: View): string => `ALTER ${target(a)} RENAME TO ${quote.ident(b.name)}`;
    const [a, b] = [idOf(before), idOf(after)];
    return [{ sql: to(before, after), undo: [to(after, before)], ends: [a], makes: [b], locks: locks('rename', a) }];
  },
};
