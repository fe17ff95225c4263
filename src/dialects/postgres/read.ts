import { type ObjectId, objectId } from '../../model/id.ts';
import { withoutKept } from '../../model/kept.ts';
import { type Scope } from '../../model/manifest.ts';
import { idOf, isUntouchedPublic, KINDS, type Kind, type SchemaObject } from '../../model/object.ts';
import { sql } from '../../model/query.ts';
import { type Catalog, type ReadContext, type ReadOptions, type Session } from '../dialect.ts';
import { readDependencies } from './dependencies.ts';
import { kinds } from './kinds.ts';
import { onLanes } from './lanes.ts';
import { readAccess, withAccessRead } from './read-access.ts';
import { MANAGED_TABLE, scopeFilter } from './scope.ts';
import { readUnmanaged } from './unmanaged.ts';
import { capabilities } from './versions.ts';

/**
 * Everything in scope, in one snapshot; the number of queries does not depend on the number of objects. All of them are asked for
 * at once: the session sends the next one while the rows of the last are looked at.
 */
export async function read(session: Session, scope: Scope, { dependencies }: ReadOptions = {}): Promise<Catalog> {
  const { server } = session;
  const context: ReadContext = { server, scope, capabilities: capabilities(server), inScope: scopeFilter(scope) };
  return onLanes(session, async (main, beside) => {
    const [found, access, unmanaged, rows] = await Promise.all([
      Promise.all(
        KINDS.map((kind) =>
          BESIDE.has(kind) ? beside.then((s) => readKind(kind, s, context)) : readKind(kind, main, context),
        ),
      ),
      readAccess(main),
      readUnmanaged(main, context),
      readRows(main, context),
    ]);
    const objects = withAccessRead(found.flat(), access, server)
      .filter((o) => !isUntouchedPublic(o))
      .map(withoutKept);
    const whole = dependencies?.(objects) ?? true;
    return { objects: whole ? withDependencies(objects, await readDependencies(main)) : objects, unmanaged, rows };
  });
}

/** What takes about as long to read as all the rest. */
const BESIDE: ReadonlySet<Kind> = new Set(['index', 'unique', 'check', 'foreign_key']);

function readKind(kind: Kind, session: Session, context: ReadContext): Promise<readonly SchemaObject[]> | [] {
  const driver = kinds[kind];
  return 'read' in driver ? driver.read(session, context) : [];
}

function withDependencies(
  objects: readonly SchemaObject[],
  known: ReadonlyMap<ObjectId, readonly ObjectId[]>,
): SchemaObject[] {
  return objects.map((o): SchemaObject => {
    const dependsOn = known.get(idOf(o));
    return dependsOn === undefined ? o : { ...o, dependsOn };
  });
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
