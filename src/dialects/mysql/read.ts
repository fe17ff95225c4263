import { type Scope } from '../../model/manifest.ts';
import { KINDS, type SchemaObject } from '../../model/object.ts';
import { withoutBookkeeping } from '../../model/peer-tables.ts';
import { type Catalog, type ReadContext, type ReadOptions, type Session } from '../dialect.ts';
import { withDependencies } from './dependencies.ts';
import { kinds } from './kinds.ts';
import { withPrivileges } from './read-privileges.ts';
import { readRows } from './read-relations.ts';
import { scopeFilter } from './scope.ts';
import { readUnmanaged } from './unmanaged.ts';
import { capabilities } from './versions.ts';

/** Everything in scope: a constant number of queries of the information schema, and SHOW CREATE for each object, many in a round trip. */
export async function read(session: Session, scope: Scope, options: ReadOptions = {}): Promise<Catalog> {
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
      const found = await withPrivileges(tx, withoutBookkeeping(objects, scope.layout ?? ''));
      // Where nothing is to be done, nobody asks what stands on what, nor how many rows there are.
      if (options.dependencies?.(found) === false) return { objects: found, unmanaged, rows: new Map() };
      return { objects: withDependencies(found), unmanaged, rows: await readRows(tx, context) };
    },
    // MariaDB opens the sequences of a view for writing, be it only to show it.
    server.product === 'mariadb' ? { rollback: true } : { snapshot: true },
  );
}
