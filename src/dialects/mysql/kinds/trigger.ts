import { memberId, type ObjectId } from '../../../model/id.ts';
import { idOf, type Trigger, tableIdOf } from '../../../model/object.ts';
import { sql } from '../../../model/query.ts';
import { type KindDriver } from '../../dialect.ts';
import { Cursor } from '../cursor.ts';
import { nameId } from '../keys.ts';
import { locks } from '../locks.ts';
import { quote } from '../quote.ts';
import { rowsOfEach } from '../session.ts';
import {
  askedOnce,
  databaseIds,
  definerClause,
  type Kept,
  keptFields,
  settledSteps,
  storedText,
  underSettings,
  usual,
} from '../stored.ts';

function create(object: Trigger): string {
  const { schema, name, table, timing, events, execute, follows, definer } = object;
  return [
    `CREATE ${definerClause(definer)}TRIGGER ${quote.name(schema, name)} ${timing.toUpperCase()} ${events.join(' OR ').toUpperCase()}`,
    ` ON ${quote.name(schema, table)} FOR EACH ROW`,
    follows === undefined ? '' : ` FOLLOWS ${quote.ident(follows)}`,
    ` ${execute}`,
  ].join('');
}

interface Row extends Kept {
  readonly table: string;
  readonly timing: string;
  readonly event: string;
}

export const triggerRows = askedOnce<Row>(
  sql`select trigger_name as name, event_object_table as \`table\`, lower(action_timing) as timing,
        lower(event_manipulation) as event, sql_mode as sql_mode, definer as definer,
        character_set_client as character_set_client, collation_connection as collation_connection,
        database_collation as database_collation
      from information_schema.triggers where trigger_schema = database()
      order by event_object_table, action_timing, event_manipulation, action_order`,
);

/** The statement of a trigger, of which the information schema tells only a version with strings unescaped. */
function shownBody(text: string): string {
  const cursor = new Cursor(text);
  while (!cursor.done && !cursor.take('FOR', 'EACH', 'ROW')) cursor.next();
  if (cursor.take('FOLLOWS') || cursor.take('PRECEDES')) cursor.next();
  return storedText(cursor.tail());
}

/** The one that runs before it must be there. */
function needs(object: Trigger): ObjectId[] {
  const { schema, table, follows } = object;
  const owner = tableIdOf(object);
  return [
    ...(owner === null ? [] : [owner]),
    ...databaseIds(object),
    ...(follows === undefined ? [] : [memberId('trigger', schema, table, follows)]),
  ];
}

/** https://dev.mysql.com/doc/refman/9.0/en/create-trigger.html, https://mariadb.com/kb/en/create-trigger/ */
export const trigger: KindDriver<'trigger'> = {
  async read(session, context) {
    const own = await usual(session, context);
    const rows = await triggerRows(session, context);
    const triggers = rows.filter((r) => context.inScope('', r.table));
    const shown = await rowsOfEach<{ 'SQL Original Statement': string }>(
      session,
      triggers.map((r) => `SHOW CREATE TRIGGER ${quote.ident(r.name)}`),
    );
    return triggers.flatMap((row, i): Trigger[] => {
      const text = shown[i]?.[0]?.['SQL Original Statement'];
      if (text === undefined) return [];
      const body = shownBody(text);
      const before = triggers[i - 1];
      const alike = before?.table === row.table && before.timing === row.timing && before.event === row.event;
      return [
        {
          kind: 'trigger',
          schema: '',
          name: row.name,
          table: row.table,
          timing: row.timing as Trigger['timing'],
          events: [row.event],
          forEach: 'row',
          execute: body,
          ...(alike ? { follows: before.name } : {}),
          ...keptFields(row, body, own),
        },
      ];
    });
  },
  create(object) {
    const id = idOf(object);
    return settledSteps(object, {
      sql: create(object),
      undo: [`DROP TRIGGER ${quote.name(object.schema, object.name)}`],
      makes: [id, nameId(object)],
      needs: needs(object),
      locks: locks('instant', ...needs(object).slice(0, 1)),
      transaction: 'alone',
    });
  },
  drop(object, { after }) {
    const id = idOf(object);
    const message = `the trigger ${object.name} is gone for a moment: rows that are written meanwhile do not run it`;
    return [
      {
        sql: `DROP TRIGGER ${quote.name(object.schema, object.name)}`,
        undo: underSettings(object.settings, create(object)),
        ends: [id, nameId(object)],
        frees: needs(object),
        locks: locks('instant', ...needs(object).slice(0, 1)),
        transaction: 'alone',
        hazards: after.has(id) ? [{ kind: 'breaks_readers', object: id, message }] : [],
      },
    ];
  },
  alter: () => ({ how: 'replace' }),
};
