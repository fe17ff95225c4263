import { type ObjectId, objectId } from '../../model/id.ts';
import { type Scope } from '../../model/manifest.ts';
import { KINDS, type SchemaObject } from '../../model/object.ts';
import { sql } from '../../model/query.ts';
import { type Catalog, type ReadContext, type Session } from '../dialect.ts';
import { withDependencies } from './dependencies.ts';
import { kinds } from './kinds.ts';
import { scopeFilter } from './scope.ts';
import { readUnmanaged } from './unmanaged.ts';
import { capabilities } from './versions.ts';

/** Everything in scope: a constant number of queries of the information schema, and one SHOW CREATE for each table and view. */
export async function read(session: Session, scope: Scope): Promise<Catalog> {
  const { server } = session;
  const context: ReadContext = { server, scope, capabilities: capabilities(server), inScope: scopeFilter(scope) };
  return session.transaction(
    async (tx) => {
      const objects: SchemaObject[] = [];
      for (const kind of KINDS) {
        const driver = kinds[kind];
        if ('read' in driver) objects.push(...(await driver.read(tx, context)));
      }
      const unmanaged = await readUnmanaged(tx, context);
      return { objects: withDependencies(objects), unmanaged, rows: await readRows(tx, context) };
    },
    // MariaDB opens the sequences of a view for writing, be it only to show it.
    server.product === 'mariadb' ? { rollback: true } : { snapshot: true },
  );
}

/** Rows as the engines estimate them. */
async function readRows(session: Session, { inScope }: ReadContext): Promise<ReadonlyMap<ObjectId, number>> {
  const rows = await session.rows<{ name: string; rows: string | number }>(
    sql`select table_name as name, table_rows as \`rows\` from information_schema.tables
        where table_schema = database() and table_type = 'BASE TABLE' and table_rows is not null`,
  );
  return new Map(rows.filter((r) => inScope('', r.name)).map((r) => [objectId('table', '', r.name), Number(r.rows)]));
}
