import { type EventTrigger } from '../../../model/object.ts';
import { sql } from '../../../model/query.ts';
import { enabledOf, enableWord, plainDriver, present } from '../plain-driver.ts';
import { quote } from '../quote.ts';

interface Row {
  readonly name: string;
  readonly event: string;
  readonly tags: readonly string[] | null;
  readonly schema: string;
  readonly execute: string;
  readonly enabled: string;
  readonly comment: string | null;
}

const target = (o: EventTrigger): string => `EVENT TRIGGER ${quote.ident(o.name)}`;

const enable = (o: EventTrigger): string => `ALTER ${target(o)} ${enableWord(o.enabled)}`;

function create(o: EventTrigger): string {
  const tags = o.tags?.length ? ` WHEN TAG IN (${o.tags.map((t) => quote.literal(t)).join(', ')})` : '';
  return `CREATE ${target(o)} ON ${quote.ident(o.event)}${tags} EXECUTE FUNCTION ${o.execute}`;
}

/** https://www.postgresql.org/docs/current/sql-createeventtrigger.html */
export const eventTrigger = plainDriver<'event_trigger'>({
  async read(session, { inScope }) {
    const rows = await session.rows<Row>(
      sql`SELECT e.evtname AS name, e.evtevent AS event, e.evttags AS tags, n.nspname AS schema, e.evtfoid::regprocedure::text AS execute,
                 e.evtenabled AS enabled, obj_description(e.oid, 'pg_event_trigger') AS comment
          FROM pg_event_trigger e JOIN pg_proc p ON p.oid = e.evtfoid JOIN pg_namespace n ON n.oid = p.pronamespace
          WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_event_trigger'::regclass AND d.objid = e.oid AND d.deptype = 'e')
          ORDER BY e.evtname COLLATE "C"`,
    );
    return rows
      .filter((r) => inScope(r.schema))
      .map(
        (r): EventTrigger => ({
          kind: 'event_trigger',
          schema: '',
          name: r.name,
          event: r.event,
          execute: r.execute,
          ...present({ tags: r.tags, enabled: enabledOf(r.enabled), comment: r.comment }),
        }),
      );
  },
  target,
  create: (o) => [create(o), ...(o.enabled === undefined ? [] : [enable(o)])],
  change: (before, after) => (create(before) === create(after) ? [enable(after)] : null),
});
