import { type ObjectId, objectId } from '../../model/id.ts';
import { type Scope } from '../../model/manifest.ts';
import { idOf, isUntouchedPublic, KINDS, type SchemaObject } from '../../model/object.ts';
import { sql } from '../../model/query.ts';
import { type Catalog, type ReadContext, type Session } from '../dialect.ts';
import { readDependencies } from './dependencies.ts';
import { kinds } from './kinds.ts';
import { withAccessRead } from './read-access.ts';
import { MANAGED_TABLE, scopeFilter } from './scope.ts';
import { readUnmanaged } from './unmanaged.ts';
import { capabilities } from './versions.ts';

/** Everything in scope, in one snapshot; the number of queries does not depend on the number of objects. */
export async function read(session: Session, scope: Scope): Promise<Catalog> {
  const { server } = session;
  const context: ReadContext = { server, scope, capabilities: capabilities(server), inScope: scopeFilter(scope) };
  return session.transaction(
    async (tx) => {
      const found: SchemaObject[] = [];
      for (const kind of KINDS) {
        const driver = kinds[kind];
        if ('read' in driver) found.push(...(await driver.read(tx, context)));
      }
      const dependencies = await readDependencies(tx);
      const objects = (await withAccessRead(tx, found)).map((o): SchemaObject => {
        const dependsOn = dependencies.get(idOf(o));
        return dependsOn === undefined ? o : { ...o, dependsOn };
      });
      return {
        objects: objects.filter((o) => !isUntouchedPublic(o)),
        unmanaged: await readUnmanaged(tx, context),
        rows: await readRows(tx, context),
      };
    },
    { snapshot: true },
  );
}

/** Estimated rows of tables that were ever vacuumed or analyzed. */
async function readRows(session: Session, { inScope }: ReadContext): Promise<ReadonlyMap<ObjectId, number>> {
  const rows = await session.rows<{ schema: string; name: string; rows: number }>(
    sql`SELECT n.nspname AS schema, c.relname AS name, c.reltuples::float8 AS rows
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE ${MANAGED_TABLE} AND (c.reltuples > 0 OR c.reltuples = 0 AND c.relpages > 0)`,
  );
  return new Map(
    rows.filter((r) => inScope(r.schema, r.name)).map((r) => [objectId('table', r.schema, r.name), r.rows]),
  );
}
