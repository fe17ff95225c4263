import { sql } from '../../model/query.ts';
import { type Catalog, type ReadContext, type Session } from '../dialect.ts';
import { eventRows } from './kinds/event.ts';
import { triggerRows } from './kinds/trigger.ts';
import { escapedGrants } from './read-privileges.ts';
import { readRelations } from './read-relations.ts';
import { readRoutines, routineRows } from './read-routines.ts';
import { readShownTables } from './read-tables.ts';
import { usual } from './stored.ts';

const MANAGED = new Set(['BASE TABLE', 'SYSTEM VERSIONED', 'VIEW', 'SEQUENCE']);

/** What the database has, within the scope, that dbops neither writes nor drops: kinds, and attributes of what it manages. */
export async function readUnmanaged(session: Session, context: ReadContext): Promise<Catalog['unmanaged']> {
  const relations = await readRelations(session, context);
  const others = await session.rows<{ kind: string; name: string }>(
    sql`select lower(routine_type) as kind, routine_name as name from information_schema.routines
        where routine_schema = database() and routine_type not in ('FUNCTION', 'PROCEDURE') order by 1, 2`,
  );
  const tables = await readShownTables(session, context);
  const routines = await readRoutines(session, context);
  const escaped = await escapedGrants(session);
  const apart = await underOtherCollations(session, context);
  return [
    ...relations.flatMap(({ type, name }) => (MANAGED.has(type) ? [] : [{ kind: type.toLowerCase(), name }])),
    ...others.filter((o) => context.inScope('', o.name)),
    ...escaped.map((name) => ({ kind: 'privileges', name })),
    ...apart,
    ...routines.flatMap(({ kind, name, routine }) => (routine === null ? [{ kind, name }] : [])),
    ...tables.flatMap(({ table, unmanaged, beyond }) =>
      beyond === null
        ? unmanaged.map((what) => ({ kind: 'table attribute', name: `${table.name}: ${what}` }))
        : [{ kind: beyond, name: table.name }],
    ),
  ];
}

/**
 * Stored code that was made when the database had another collation, which its parameters and variables keep as their own. What is
 * made now has the one that there is. https://dev.mysql.com/doc/refman/9.0/en/create-procedure.html
 */
async function underOtherCollations(session: Session, context: ReadContext): Promise<Catalog['unmanaged']> {
  const own = await usual(session, context);
  const [routines, triggers, events] = [
    await routineRows(session, context),
    await triggerRows(session, context),
    await eventRows(session, context),
  ];
  const code = [
    ...routines.map((r) => ({ ...r, kind: r.type.toLowerCase(), place: r.name })),
    ...triggers.map((r) => ({ ...r, kind: 'trigger', place: r.table })),
    ...events.map((r) => ({ ...r, kind: 'event', place: r.name })),
  ];
  return code
    .filter((c) => c.database_collation !== own.database_collation && context.inScope('', c.place))
    .map((c) => ({ kind: `${c.kind} attribute`, name: `${c.name}: database collation ${c.database_collation}` }));
}
