import { type ObjectId, objectId } from '../../model/id.ts';
import { type Scope } from '../../model/manifest.ts';
import { KINDS, type SchemaObject } from '../../model/object.ts';
import { type Catalog, type ReadContext, type Session } from '../dialect.ts';
import { withDependencies } from './dependencies.ts';
import { kinds } from './kinds.ts';
import { withPrivileges } from './read-privileges.ts';
import { readRelations } from './read-relations.ts';
import { scopeFilter } from './scope.ts';
import { readUnmanaged } from './unmanaged.ts';
import { capabilities } from './versions.ts';

/** Everything in scope: a constant number of queries of the information schema, and SHOW CREATE for each object, a thousand in a round trip. */
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
      return {
        objects: withDependencies(await withPrivileges(tx, objects)),
        unmanaged,
        rows: await readRows(tx, context),
      };
    },
    // MariaDB opens the sequences of a view for writing, be it only to show it.
    server.product === 'mariadb' ? { rollback: true } : { snapshot: true },
  );
}

/** Rows as the engines estimate them. */
async function readRows(session: Session, context: ReadContext): Promise<ReadonlyMap<ObjectId, number>> {
  const relations = await readRelations(session, context);
  return new Map(
    relations.flatMap(({ name, type, rows }) =>
      type === 'BASE TABLE' && rows !== null ? [[objectId('table', '', name), Number(rows)]] : [],
    ),
  );
}
