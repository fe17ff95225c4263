import { type ObjectId, objectId } from '../../model/id.ts';
import { withoutKept } from '../../model/kept.ts';
import { type Scope } from '../../model/manifest.ts';
import { byId, idOf, isUntouchedPublic, KINDS, type Kind, type SchemaObject } from '../../model/object.ts';
import { withoutBookkeeping } from '../../model/peer-tables.ts';
import { sql } from '../../model/query.ts';
import {
  type Catalog,
  type KeptCatalog,
  type KeptObjects,
  type ReadContext,
  type ReadOptions,
  type Session,
} from '../dialect.ts';
import { bodySequences } from './body-sequences.ts';
import { catalogMark } from './catalog-mark.ts';
import { listedColumns } from './column-lists.ts';
import { readDependencies } from './dependencies.ts';
import { kinds } from './kinds.ts';
import { onLanes } from './lanes.ts';
import { readAccess, withAccessRead } from './read-access.ts';
import { MANAGED_TABLE, scopeFilter } from './scope.ts';
import { readUnmanaged } from './unmanaged.ts';
import { capabilities } from './versions.ts';

/**
 * Everything in scope, in one snapshot; the number of queries does not depend on the number of objects. What was kept of an
 * earlier reading serves while the catalog is the same.
 */
export async function read(session: Session, scope: Scope, options: ReadOptions = {}): Promise<Catalog> {
  const { server } = session;
  const context: ReadContext = { server, scope, capabilities: capabilities(server), inScope: scopeFilter(scope) };
  const { kept } = options;
  const found = kept === undefined ? null : await readKept(session, context, options, kept);
  if (found !== null && 'objects' in found) return found;
  const { dependencies, ...catalog } = await readWhole(session, context, options);
  // The functions that print definitions see more than the snapshot: nothing may have changed meanwhile.
  if (kept !== undefined && found !== null && found.mark === (await catalogMark(session))) {
    await kept.put(found.mark, { objects: catalog.objects, unmanaged: catalog.unmanaged, dependencies });
  }
  return catalog;
}

/**
 * What is kept of the catalog as it is; or the mark under which it is not. What was kept last is looked at while the server
 * makes out the mark: nearly always it is still the catalog.
 */
function readKept(
  session: Session,
  context: ReadContext,
  { dependencies }: ReadOptions,
  kept: KeptCatalog,
): Promise<Catalog | { readonly mark: string } | null> {
  return session.transaction(
    async (tx) => {
      const guess: { last: Awaited<ReturnType<KeptCatalog['last']>> } = { last: null };
      const mark = await catalogMark(tx, async () => {
        const last = await kept.last();
        if (last !== null && serves(last.catalog, dependencies)) guess.last = last;
      });
      if (mark === null) return null;
      if (guess.last === null || !guess.last.isOf(mark)) return { mark };
      const { objects, unmanaged } = guess.last.catalog;
      return { objects, unmanaged, rows: await readRows(tx, context) };
    },
    { snapshot: true },
  );
}

/** What goes wrong with objects that may be former ones is found with the present ones, too, if it is true of these. */
function serves({ dependencies, objects }: KeptObjects, asked: ReadOptions['dependencies']): boolean {
  try {
    return dependencies || asked?.(objects) === false;
  } catch {
    return false;
  }
}

/** All of it is asked for at once: the session sends the next query while the rows of the last are looked at. */
function readWhole(
  session: Session,
  context: ReadContext,
  { dependencies }: ReadOptions,
): Promise<Catalog & { readonly dependencies: boolean }> {
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
    const { server, scope } = context;
    const objects = withoutBookkeeping(withAccessRead(found.flat(), access, server), scope.layout ?? '')
      .filter((o) => !isUntouchedPublic(o))
      .map(withoutKept);
    const whole = dependencies?.(objects) ?? true;
    return {
      objects: whole ? withDependencies(objects, await readDependencies(main)) : objects,
      unmanaged,
      rows,
      dependencies: whole,
    };
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
  const called = bodySequences(objects);
  const all = byId(objects);
  return objects.map((o): SchemaObject => {
    const id = idOf(o);
    const dependsOn = [...(known.get(id) ?? []), ...(called.get(id) ?? []), ...listedColumns(o, all)];
    return dependsOn.length === 0 ? o : { ...o, dependsOn };
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
