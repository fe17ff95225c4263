import { sql } from '../../model/query.ts';
import { type Catalog, type ReadContext, type Session } from '../dialect.ts';
import { readRoutines } from './read-routines.ts';
import { readShownTables } from './read-tables.ts';
import { notOwn } from './scope.ts';

interface Row {
  readonly kind: string;
  /** The table that it belongs to, else its own name. */
  readonly owner: string;
  readonly name: string;
}

/** What the database has, within the scope, that dbops neither writes nor drops: kinds, and attributes of what it manages. */
export async function readUnmanaged(session: Session, context: ReadContext): Promise<Catalog['unmanaged']> {
  const rows = await session.rows<Row>(
    sql`select lower(table_type) as kind, table_name as owner, table_name as name from information_schema.tables
          where table_schema = database() and table_type not in ('BASE TABLE', 'SYSTEM VERSIONED', 'VIEW', 'SEQUENCE') and ${notOwn('table_name')}
        union all
        select lower(routine_type), routine_name, routine_name from information_schema.routines
          where routine_schema = database() and routine_type not in ('FUNCTION', 'PROCEDURE')
        order by 1, 3`,
  );
  const tables = await readShownTables(session, context);
  const routines = await readRoutines(session, context);
  return [
    ...rows.filter((r) => context.inScope('', r.owner)).map(({ kind, name }) => ({ kind, name })),
    ...routines.flatMap(({ kind, name, routine }) => (routine === null ? [{ kind, name }] : [])),
    ...tables.flatMap(({ table, unmanaged, beyond }) =>
      beyond === null
        ? unmanaged.map((what) => ({ kind: 'table attribute', name: `${table.name}: ${what}` }))
        : [{ kind: beyond, name: table.name }],
    ),
  ];
}
