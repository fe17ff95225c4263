import { idOf, type ScheduledEvent } from '../../../model/object.ts';
import { sql } from '../../../model/query.ts';
import { type KindDriver } from '../../dialect.ts';
import { Cursor } from '../cursor.ts';
import { NO_LOCKS } from '../locks.ts';
import { quote } from '../quote.ts';
import { rowsOfEach } from '../session.ts';
import {
  askedOnce,
  codeNameId,
  commentText,
  databaseIds,
  definerClause,
  type Kept,
  keptFields,
  settledSteps,
  storedText,
  underSettings,
  usual,
} from '../stored.ts';

const target = (o: ScheduledEvent): string => `EVENT ${quote.name(o.schema, o.name)}`;

const STATES = { disabled: 'DISABLE', replica: 'DISABLE ON SLAVE' } as const;

function statement(verb: 'CREATE' | 'CREATE OR REPLACE' | 'ALTER', object: ScheduledEvent, mariadb: boolean): string {
  const { schedule, preserve, enabled, comment, execute, definer } = object;
  const replica = mariadb ? STATES.replica : 'DISABLE ON REPLICA';
  const state = enabled === 'replica' ? replica : enabled === undefined ? 'ENABLE' : STATES[enabled];
  return [
    `${verb} ${definerClause(definer)}${target(object)} ON SCHEDULE ${schedule}`,
    ` ON COMPLETION ${preserve ? '' : 'NOT '}PRESERVE ${state}`,
    comment === undefined && verb !== 'ALTER' ? '' : ` COMMENT ${commentText(comment ?? '', object.settings)}`,
    ` DO ${execute}`,
  ].join('');
}

/** Reads what SHOW CREATE EVENT prints. */
function shownEvent(name: string, text: string): ScheduledEvent {
  const cursor = new Cursor(text);
  while (!cursor.done && !cursor.take('ON', 'SCHEDULE')) cursor.next();
  const schedule: string[] = [];
  while (!cursor.done && !cursor.sees('ON', 'COMPLETION')) {
    const word = cursor.next();
    schedule.push(/^[a-z_]+$/i.test(word) ? word.toUpperCase() : word);
  }
  cursor.take('ON', 'COMPLETION');
  const preserve = !cursor.take('NOT');
  cursor.take('PRESERVE');
  const disabled = !cursor.take('ENABLE') && cursor.take('DISABLE');
  const replica = cursor.take('ON', 'SLAVE') || cursor.take('ON', 'REPLICA');
  const comment = cursor.take('COMMENT') ? cursor.string() : undefined;
  cursor.take('DO');
  return {
    kind: 'event',
    schema: '',
    name,
    schedule: schedule.join(' '),
    ...(preserve ? { preserve } : {}),
    ...(replica ? { enabled: 'replica' } : disabled ? { enabled: 'disabled' } : {}),
    execute: storedText(cursor.tail()),
    ...(comment === undefined ? {} : { comment }),
  };
}

export const eventRows = askedOnce<Kept>(
  sql`select event_name as name, sql_mode as sql_mode, definer as definer, time_zone as time_zone,
        character_set_client as character_set_client, collation_connection as collation_connection,
        database_collation as database_collation
      from information_schema.events where event_schema = database() order by event_name`,
);

/** https://dev.mysql.com/doc/refman/9.0/en/create-event.html, https://mariadb.com/kb/en/create-event/ */
export const event: KindDriver<'event'> = {
  async read(session, context) {
    const own = await usual(session, context);
    const rows = await eventRows(session, context);
    const events = rows.filter((r) => context.inScope('', r.name));
    const shown = await rowsOfEach<{ 'Create Event': string }>(
      session,
      events.map((r) => `SHOW CREATE EVENT ${quote.ident(r.name)}`),
    );
    return events.flatMap((row, i): ScheduledEvent[] => {
      const text = shown[i]?.[0]?.['Create Event'];
      if (text === undefined) return [];
      const found = shownEvent(row.name, text);
      return [{ ...found, ...keptFields(row, found.execute, own) }];
    });
  },
  create: (object, { server }) =>
    settledSteps(object, {
      sql: statement('CREATE', object, server.product === 'mariadb'),
      undo: [`DROP ${target(object)}`],
      makes: [idOf(object), codeNameId(object)],
      needs: databaseIds(object),
      locks: NO_LOCKS,
      transaction: 'alone',
    }),
  drop: (object, { server }) => [
    {
      sql: `DROP ${target(object)}`,
      undo: underSettings(object.settings, statement('CREATE', object, server.product === 'mariadb')),
      ends: [idOf(object), codeNameId(object)],
      frees: databaseIds(object),
      locks: NO_LOCKS,
      transaction: 'alone',
    },
  ],
  /** Whoever alters an event becomes its definer, and settings go with it, so all is said again. */
  alter(before, after, _fields, { server }) {
    if (before.databaseCollation !== after.databaseCollation) return { how: 'replace' };
    const [from, to] = [before, after].map((o) => ({ ...o, definer: o.definer ?? before.definer }));
    const mariadb = server.product === 'mariadb';
    // MariaDB's ALTER EVENT leaves an end where none is given.
    const text = (o: ScheduledEvent): string => statement(mariadb ? 'CREATE OR REPLACE' : 'ALTER', o, mariadb);
    const steps = settledSteps(after, {
      sql: text(to ?? after),
      undo: underSettings(before.settings, text(from ?? before)),
      makes: [],
      needs: [idOf(after)],
      locks: NO_LOCKS,
      transaction: 'alone',
    });
    return { how: 'steps', steps };
  },
  rename(before, after) {
    const to = (a: ScheduledEvent, b: ScheduledEvent): string =>
      `ALTER ${definerClause(a.definer)}${target(a)} RENAME TO ${quote.name(b.schema, b.name)}`;
    return settledSteps(before, {
      sql: to(before, after),
      undo: underSettings(before.settings, to({ ...after, definer: before.definer }, before)),
      ends: [idOf(before), codeNameId(before)],
      makes: [idOf(after), codeNameId(after)],
      locks: NO_LOCKS,
      transaction: 'alone',
    });
  },
};
