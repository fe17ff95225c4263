import { memberId, type ObjectId } from '../../../model/id.ts';
import { type Trigger } from '../../../model/object.ts';
import { sql } from '../../../model/query.ts';
import { type DriverContext } from '../../dialect.ts';
import { replay, unwrap } from '../expression.ts';
import { heirsOf, rowsAround } from '../heirs.ts';
import { tableId } from '../needs.ts';
import { enabledOf, enableWord, plainDriver, present, rowsInScope } from '../plain-driver.ts';
import { quote } from '../quote.ts';
import { USER_SCHEMAS } from '../scope.ts';
import { statesBelow, withStatesBelow } from '../trigger-states.ts';

interface Row {
  readonly schema: string;
  readonly table: string;
  readonly relkind: string;
  readonly name: string;
  /** https://github.com/postgres/postgres/blob/master/src/include/catalog/pg_trigger.h: TRIGGER_TYPE_… */
  readonly type: number;
  readonly columns: readonly string[];
  readonly definition: string;
  readonly oldTable: string | null;
  readonly newTable: string | null;
  readonly isConstraint: boolean;
  readonly deferrable: boolean;
  readonly deferred: boolean;
  readonly from: string | null;
  readonly enabled: string;
  readonly comment: string | null;
}

const target = (o: Trigger): string => `TRIGGER ${quote.ident(o.name)} ON ${quote.name(o.schema, o.table)}`;

function create(o: Trigger): string {
  const tables = [
    ...(o.oldTable === undefined ? [] : [`OLD TABLE AS ${quote.ident(o.oldTable)}`]),
    ...(o.newTable === undefined ? [] : [`NEW TABLE AS ${quote.ident(o.newTable)}`]),
  ];
  const deferrable = {
    not_deferrable: '',
    initially_immediate: ' DEFERRABLE',
    initially_deferred: ' DEFERRABLE INITIALLY DEFERRED',
  } as const;
  return [
    `CREATE ${o.constraint === undefined ? '' : 'CONSTRAINT '}TRIGGER ${quote.ident(o.name)}`,
    ` ${o.timing.toUpperCase()} ${o.events.map(eventWords).join(' OR ')} ON ${quote.name(o.schema, o.table)}`,
    o.from === undefined ? '' : ` FROM ${o.from}`,
    o.constraint === undefined ? '' : deferrable[o.constraint],
    tables.length === 0 ? '' : ` REFERENCING ${tables.join(' ')}`,
    o.forEach === undefined ? ' FOR EACH STATEMENT' : ' FOR EACH ROW',
    o.when === undefined ? '' : ` WHEN (${replay(o.when)})`,
    ` EXECUTE FUNCTION ${o.execute}`,
  ].join('');
}

/** `update of a, b` → `UPDATE OF a, b`. */
function eventWords(event: string): string {
  const [, word = event, columns] = /^(\w+)(?:\s+of\s+(.*))?$/is.exec(event) ?? [];
  return columns === undefined ? word.toUpperCase() : `${word.toUpperCase()} OF ${columns}`;
}

function enable(o: Trigger): string {
  return `ALTER TABLE ${quote.name(o.schema, o.table)} ${enableWord(o.enabled)} TRIGGER ${quote.ident(o.name)}`;
}

function eventsOf({ type, columns }: Row): string[] {
  const of = columns.length === 0 ? '' : ` of ${columns.map((c) => quote.ident(c)).join(', ')}`;
  const bits = [
    [4, 'insert'],
    [8, 'delete'],
    [16, `update${of}`],
    [32, 'truncate'],
  ] as const;
  return bits.flatMap(([bit, event]) => ((type & bit) === 0 ? [] : [event]));
}

const plain = plainDriver<'trigger'>({
  async read(session, context) {
    const rows = await rowsInScope<Row>(
      session,
      context,
      sql`SELECT n.nspname AS schema, c.relname AS table, c.relkind, t.tgname AS name, t.tgtype::int AS type,
                 ARRAY(SELECT a.attname::text FROM unnest(t.tgattr::int2[]) WITH ORDINALITY u(num, ord)
                       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.num ORDER BY u.ord) AS columns,
                 pg_get_triggerdef(t.oid) AS definition, t.tgoldtable AS "oldTable", t.tgnewtable AS "newTable",
                 t.tgconstraint <> 0 AS "isConstraint", t.tgdeferrable AS deferrable, t.tginitdeferred AS deferred,
                 CASE WHEN t.tgconstrrelid <> 0 THEN t.tgconstrrelid::regclass::text END AS from,
                 t.tgenabled AS enabled, obj_description(t.oid, 'pg_trigger') AS comment
          FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE NOT t.tgisinternal AND c.relkind IN ('r', 'p', 'f', 'v') AND ${USER_SCHEMAS}
            AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_trigger'::regclass AND e.objid = t.oid
                            AND e.deptype IN ('e', 'P', 'S', 'I'))
          ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C", t.tgname COLLATE "C"`,
    );
    return rows.map((r): Trigger => {
      const [, when] = /\sWHEN \((.*)\) EXECUTE (?:FUNCTION|PROCEDURE) /s.exec(r.definition) ?? [];
      const [, execute = ''] = /.*\sEXECUTE (?:FUNCTION|PROCEDURE) (.*)$/s.exec(r.definition) ?? [];
      const constraint = r.deferred ? 'initially_deferred' : r.deferrable ? 'initially_immediate' : 'not_deferrable';
      return {
        kind: 'trigger',
        schema: r.schema,
        table: r.table,
        name: r.name,
        ...(r.relkind === 'v' ? { relation: 'view' } : {}),
        timing: (r.type & 64) !== 0 ? 'instead of' : (r.type & 2) !== 0 ? 'before' : 'after',
        events: eventsOf(r),
        ...present({
          forEach: (r.type & 1) !== 0 ? ('row' as const) : null,
          when: when === undefined ? null : unwrap(when),
          oldTable: r.oldTable,
          newTable: r.newTable,
          constraint: r.isConstraint ? constraint : null,
          from: r.from,
          enabled: enabledOf(r.enabled),
          comment: r.comment,
        }),
        execute,
      };
    });
  },
  target,
  create: (o) => [create(o), ...(o.enabled === undefined ? [] : [enable(o)])],
  change: (before, after) =>
    create(before) === create(after) && before.enabled !== after.enabled ? [enable(after)] : null,
  // None fires while the table's rows are moved.
  needs: (o, context) => rowsAround(o.schema, o.table, context),
  rename: (before, after) => `ALTER ${target(before)} RENAME TO ${quote.ident(after.name)}`,
});

/** The triggers of that name that partitions have by their table's: none of their own can stand beside them. */
function clones(o: Trigger, objects: DriverContext['after']): ObjectId[] {
  const table = objects.get(tableId(o.schema, o.table));
  if (table?.kind !== 'table' || table.partitionBy === undefined || o.forEach !== 'row') return [];
  return heirsOf(table, objects).map((heir) => memberId('trigger', heir.schema, heir.name, o.name));
}

/** https://www.postgresql.org/docs/current/sql-createtrigger.html */
export const trigger: typeof plain = {
  ...plain,
  create(object, context) {
    const [first, ...rest] = plain.create(object, context);
    if (first === undefined) return [];
    const made = { ...first, makes: [...(first.makes ?? []), ...clones(object, context.after)] };
    return withStatesBelow([made, ...rest], null, object, context);
  },
  drop(object, context) {
    const ends = clones(object, context.before);
    const below = statesBelow(object, context.before);
    return plain.drop(object, context).map((s) => ({
      ...s,
      undo: [...(s.undo ?? []), ...below],
      ends: [...(s.ends ?? []), ...ends],
    }));
  },
  alter(before, after, fields, context) {
    const changed = plain.alter(before, after, fields, context);
    if (changed.how === 'replace' || !fields.includes('enabled')) return changed;
    return { ...changed, steps: withStatesBelow(changed.steps, before, after, context) };
  },
};
