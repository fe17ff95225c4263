import { sql } from '../../model/query.ts';
import { type Catalog, type ReadContext, type Session } from '../dialect.ts';
import { escapedGrants } from './read-privileges.ts';
import { readRelations } from './read-relations.ts';
import { readRoutines } from './read-routines.ts';
import { readShownTables } from './read-tables.ts';

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
  return [
    ...relations.flatMap(({ type, name }) => (MANAGED.has(type) ? [] : [{ kind: type.toLowerCase(), name }])),
    ...others.filter((o) => context.inScope('', o.name)),
    ...escaped.map((name) => ({ kind: 'privileges', name })),
    ...routines.flatMap(({ kind, name, routine }) => (routine === null ? [{ kind, name }] : [])),
    ...tables.flatMap(({ table, unmanaged, beyond }) =>
      beyond === null
        ? unmanaged.map((what) => ({ kind: 'table attribute', name: `${table.name}: ${what}` }))
        : [{ kind: beyond, name: table.name }],
    ),
  ];
}
