import { DbopsError, ServerError } from '../../model/error.ts';
import { objectId } from '../../model/id.ts';
import { type Scratch, type ScratchRequest, type Session } from '../dialect.ts';
import { borrow } from './borrow.ts';
import { defaultPrivileges } from './kinds/default-privileges.ts';
import { hasExtension } from './pglite.ts';
import { publicAsUsual } from './public-schema.ts';
import { quote } from './quote.ts';
import { refusedBodies } from './refused-bodies.ts';
import { allRoles, makeRoles } from './roles.ts';
import { connect } from './session.ts';
import { state } from './state.ts';
import { allTablespaces, makeTablespaces } from './tablespaces.ts';
import { unsaid } from './unsaid.ts';
import { capabilities } from './versions.ts';

/**
 * The manifest's `dev:` database, which is wiped; without one an embedded PostgreSQL in memory, with those of the
 * extensions that are asked for that it brings, and the roles and tablespaces of the target. Functions, domains and composite types of the target are lent to it.
 */
export async function scratch(request: ScratchRequest): Promise<Scratch | { readonly unavailable: string }> {
  const { target, dev, extensions, roles = [], tablespaces = [], signal, scope } = request;
  const lent = target === null || scope === undefined ? [] : await borrow(target, scope);
  if (dev !== undefined) {
    const session = await connect(dev, { signal });
    const unsafe = await whyNotWiped(session, target);
    if (unsafe === null) return place(session, `the dev database ${session.url}`, lent, false);
    await session[Symbol.asyncDispose]();
    return { unavailable: unsafe };
  }
  const missing = extensions.filter((name) => !hasExtension(name));
  const brought = target === null ? {} : { extensions: [...extensions, ...(await installed(target))] };
  const session = await connect('pglite://memory', { signal, ...brought });
  try {
    await makeRoles(session, [...(target === null ? [] : await allRoles(target)), ...roles]);
    await makeTablespaces(session, target === null ? tablespaces : await allTablespaces(target));
  } catch (error) {
    await session[Symbol.asyncDispose]();
    throw error;
  }
  const given = { ...(await place(session, `embedded PostgreSQL ${session.server.version}`, lent, true)), unsaid };
  if (missing.length === 0) return given;
  const objects = missing.map((name) => objectId('extension', '', name));
  return {
    ...given,
    lacks: { objects, reason: `embedded PostgreSQL does not have the extension ${missing.join(', ')}` },
  };
}

async function installed(target: Session): Promise<string[]> {
  return (await target.rows<{ name: string }>('SELECT extname::text AS name FROM pg_extension')).map((r) => r.name);
}

/** The target itself, or a database that dbops looks after, is never wiped. */
async function whyNotWiped(session: Session, target: Session | null): Promise<string | null> {
  if (target !== null && isSame(session, target)) {
    return `the dev database ${session.url} is the target itself`;
  }
  if (await state.exists(session)) return `the dev database ${session.url} holds a dbops history, so it is not wiped`;
  return null;
}

/** Embedded servers all come from one template, so only their folders tell them apart. */
function isSame(a: Session, b: Session): boolean {
  return a.server.embedded && b.server.embedded ? a.url === b.url : a.server.identity === b.server.identity;
}

async function place(session: Session, where: string, lent: readonly string[], empty: boolean): Promise<Scratch> {
  let clean = empty;
  return {
    session,
    where,
    refusedTexts: (objects) => refusedBodies(session, objects),
    async reset() {
      try {
        if (!clean) await wipe(session);
      } catch (error) {
        if (!(error instanceof ServerError)) throw error;
        throw new DbopsError('no-scratch', `${where} cannot be emptied: ${error.message}`, { cause: error });
      }
      clean = false;
      await lend(session, lent);
    },
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}

/** What one of them needs may come later in the list, or be built only afterwards: those are left out. */
async function lend(session: Session, statements: readonly string[]): Promise<void> {
  if (statements.length === 0) return;
  for (let open = statements, before = Infinity; open.length > 0 && open.length < before; ) {
    before = open.length;
    const refused: string[] = [];
    for (const statement of open) {
      try {
        await session.run(statement);
      } catch (error) {
        if (!(error instanceof ServerError)) throw error;
        refused.push(statement);
      }
    }
    open = refused;
  }
}

/** Default privileges outlive every schema. */
async function forgetDefaults(session: Session): Promise<void> {
  const { server } = session;
  const context = {
    server,
    capabilities: capabilities(server),
    scope: { schemas: ['*'], ignore: [] },
    inScope: () => true,
    before: new Map(),
    after: new Map(),
    isNew: () => false,
  };
  for (const object of await defaultPrivileges.read(session, context)) {
    for (const { sql } of defaultPrivileges.drop(object, context)) await session.run(sql);
  }
}

const AT_ONCE = 200;

/** What may watch or hold tables, and goes with no schema. */
const OVER_TABLES = [
  `SELECT format('EVENT TRIGGER IF EXISTS %I', evtname) AS name FROM pg_event_trigger`,
  `SELECT format('SUBSCRIPTION IF EXISTS %I', subname) AS name FROM pg_subscription WHERE subslotname IS NULL
     AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  `SELECT format('PUBLICATION IF EXISTS %I', pubname) AS name FROM pg_publication`,
] as const;

/**
 * What goes with no schema; what is left of each once the ones above it are gone. The server refuses to let an extension go under
 * an index with settings for its operator class, so tables are gone before.
 */
const OUTSIDE_SCHEMAS = [
  `SELECT format('EXTENSION IF EXISTS %I', extname) AS name FROM pg_extension WHERE oid >= 16384`,
  `SELECT format('TRANSFORM IF EXISTS FOR %s LANGUAGE %I', format_type(t.trftype, NULL), l.lanname) AS name
   FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang`,
  `SELECT format('CAST IF EXISTS (%s AS %s)', format_type(castsource, NULL), format_type(casttarget, NULL)) AS name
   FROM pg_cast WHERE oid >= 16384 AND castsource < 16384 AND casttarget < 16384`,
  `SELECT format('LANGUAGE IF EXISTS %I', lanname) AS name FROM pg_language WHERE lanispl AND oid >= 16384`,
  `SELECT format('FOREIGN DATA WRAPPER IF EXISTS %I', fdwname) AS name FROM pg_foreign_data_wrapper WHERE oid >= 16384`,
  `SELECT format('ACCESS METHOD IF EXISTS %I', amname) AS name FROM pg_am WHERE oid >= 16384`,
] as const;

/** Drops everything. Tables go in portions: each takes locks, and a server has only so many. */
async function wipe(session: Session): Promise<void> {
  const names = async (query: string): Promise<string[]> =>
    (await session.rows<{ name: string }>(query)).map((r) => r.name);
  const drop = async (queries: readonly string[]): Promise<void> => {
    for (const query of queries) for (const name of await names(query)) await session.run(`DROP ${name} CASCADE`);
  };
  await drop(OVER_TABLES);
  const tables = await names(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
       AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`,
  );
  for (let i = 0; i < tables.length; i += AT_ONCE) {
    await session.run(`DROP TABLE IF EXISTS ${tables.slice(i, i + AT_ONCE).join(', ')} CASCADE`);
  }
  await drop(OUTSIDE_SCHEMAS);
  await forgetDefaults(session);
  const schemas = await names(
    `SELECT nspname AS name FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'`,
  );
  for (const name of schemas) await session.run(`DROP SCHEMA ${quote.ident(name)} CASCADE`);
  await session.run('CREATE SCHEMA public');
  for (const statement of publicAsUsual(capabilities(session.server))) await session.run(statement);
}
