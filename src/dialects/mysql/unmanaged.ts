import { PEER_LIST, unseenPeers } from '../../model/peer-tables.ts';
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
    ...(await unseenBookkeeping(session, context)),
    ...routines.flatMap(({ kind, name, routine }) => (routine === null ? [{ kind, name }] : [])),
    ...tables.flatMap(({ table, unmanaged, beyond }) =>
      beyond === null
        ? unmanaged.map((what) => ({ kind: 'table attribute', name: `${table.name}: ${what}` }))
        : [{ kind: beyond, name: table.name }],
    ),
  ];
}

/** What migration tools remember in this database, where neither the manifest declares it nor the layout keeps it. */
async function unseenBookkeeping(session: Session, { scope }: ReadContext): Promise<Catalog['unmanaged']> {
  const rows = await session.rows<{ name: string; column: string; type: string }>(
    sql`select table_name as name, column_name as \`column\`, column_type as type from information_schema.columns
        where table_schema = database() and table_name in (${PEER_LIST}) order by 1`,
  );
  const found = Map.groupBy(rows, (r) => r.name);
  const tables = [...found].map(([name, columns]) => ({
    name,
    columns: Object.fromEntries(columns.map((c) => [c.column, c.type])),
  }));
  return unseenPeers(scope, tables).map(({ name }) => ({ kind: 'table', name }));
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
