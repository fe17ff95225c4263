import { accessOf, type Grants } from '../../model/access.ts';
import { ServerError } from '../../model/error.ts';
import { type Kind, type SchemaObject } from '../../model/object.ts';
import { type Query, sql } from '../../model/query.ts';
import { type ServerInfo, type Session } from '../dialect.ts';
import { grantable, grantsOf, HOLDERS, holderOf, type Item } from './privileges.ts';
import { quote } from './quote.ts';

/** Who has it, on what, and which, as the server's own tables list them. */
interface Row {
  readonly user: string;
  readonly host: string;
  readonly name: string;
  /** See `holderOf`. */
  readonly holder: string;
  readonly list: string;
  readonly column?: string;
}

const RELATIONS = sql`select User as user, Host as host, Table_name as name, concat('table ', Table_name) as holder, Table_priv as list
  from mysql.tables_priv where Db = database()`;
const COLUMNS = sql`select User as user, Host as host, Table_name as name, concat('table ', Table_name) as holder,
    Column_name as \`column\`, Column_priv as list
  from mysql.columns_priv where Db = database()`;
const ROUTINES = sql`select User as user, Host as host, Routine_name as name,
    concat(lower(Routine_type), ' ', lower(Routine_name)) as holder, Proc_priv as list
  from mysql.procs_priv where Db = database()`;
const DATABASE = sql`select * from mysql.db where Db = database()`;

/** The words of those tables that GRANT has others for. */
const WORDS: Readonly<Record<string, string>> = {
  'delete versioning rows': 'delete history',
  'create tmp table': 'create temporary tables',
};

/**
 * The objects with all that accounts may do with them. Who may not read the server's tables of privileges sees none, which is
 * why a manifest that speaks of accounts is refused then.
 */
export async function withPrivileges(session: Session, objects: readonly SchemaObject[]): Promise<SchemaObject[]> {
  const { server } = session;
  const relations = await tableRows(session, RELATIONS);
  if (relations === null) return [...objects];
  const columns = await byPresence(session, (await tableRows(session, COLUMNS)) ?? []);
  const routines = (await tableRows(session, ROUTINES)) ?? [];
  const database = (await databaseRows(session)) ?? [];
  const held = Map.groupBy(
    //
    [...relations, ...columns.present, ...routines.filter((r) => nameOf(r) !== server.user)],
    (r) => r.holder,
  );
  const there = new Set(objects.flatMap((o) => (HOLDERS.has(o.kind) ? [holderOf(o)] : [])));
  const gone = [...relations, ...columns.present, ...routines].filter((r) => !there.has(r.holder));
  const left = grantsByHolder([...gone, ...columns.absent], server);
  return objects.map((object): SchemaObject => {
    if (object.kind === 'database') return withGrants({ ...object, ...accessOf({ leftGrants: left }) }, database);
    return HOLDERS.has(object.kind) ? withGrants(object, held.get(holderOf(object)) ?? []) : object;
  });

  function withGrants(object: SchemaObject, rows: readonly Row[]): SchemaObject {
    const grants = readGrants(rows, object.kind, server);
    return grants === undefined ? object : { ...object, grants };
  }
}

/** What is on names that no object that was read has: what had them is gone, or none of the manifest's. */
function grantsByHolder(rows: readonly Row[], server: ServerInfo): Readonly<Record<string, Grants>> {
  const found = [...Map.groupBy(rows, (r) => r.holder)].flatMap(([holder, own]) => {
    const grants = readGrants(own, holder.startsWith('table ') ? 'table' : 'function', server);
    return grants === undefined ? [] : [[holder, grants] as const];
  });
  return Object.fromEntries(found);
}

/** Privileges on a column stay when it goes, and nobody can have them then. */
async function byPresence(session: Session, rows: readonly Row[]): Promise<{ present: Row[]; absent: Row[] }> {
  if (rows.length === 0) return { present: [], absent: [] };
  const places = [...new Set(rows.map((r) => r.name))].map((name) => quote.literal(name)).join(', ');
  const found = await session.rows<{ place: string; name: string }>(
    `select table_name as place, column_name as name from information_schema.columns
     where table_schema = database() and table_name in (${places})`,
  );
  const there = new Set(found.map(({ place, name }) => JSON.stringify([place, name.toLowerCase()])));
  const isThere = ({ name, column = '' }: Row): boolean => there.has(JSON.stringify([name, column.toLowerCase()]));
  return { present: rows.filter(isThere), absent: rows.filter((r) => !isThere(r)) };
}

/** Roles of MariaDB have no host. */
function nameOf({ user, host }: Row): string {
  return host === '' ? user : `${user}@${host}`;
}

function readGrants(rows: readonly Row[], kind: Kind, server: ServerInfo): Grants | undefined {
  const items: Item[] = [];
  const grantors = new Set<string>();
  for (const row of rows) {
    const account = nameOf(row);
    for (const word of row.list.split(',').filter((w) => w !== '')) {
      const name = word.toLowerCase();
      if (name === 'grant') grantors.add(account);
      else {
        const { column } = row;
        items.push({ account, name: WORDS[name] ?? name, ...(column === undefined ? {} : { column }) });
      }
    }
  }
  return grantsOf({ items, grantors }, grantable(kind, server));
}

/** Accounts that have privileges on the database by its name with escaped wildcards, which is another name to the server. */
export async function escapedGrants(session: Session): Promise<string[]> {
  const name = session.server.database.replaceAll(/[\\_%]/g, '\\$&');
  if (name === session.server.database) return [];
  const rows = await askFor<Row>(
    session,
    sql`select User as user, Host as host, Db as name, '' as list from mysql.db where Db = ${name} order by User, Host`,
  );
  return (rows ?? []).map((row) => `${nameOf(row)} on ${row.name}`);
}

async function databaseRows(session: Session): Promise<Row[] | null> {
  const rows = await askFor<Record<string, string>>(session, DATABASE);
  return (
    rows?.map((row) => {
      const held = Object.entries(row).filter(([key, value]) => key.endsWith('_priv') && value === 'Y');
      const list = held.map(([key]) => key.replace(/_priv$/, '').replaceAll('_', ' ')).join(',');
      return { user: row.User ?? '', host: row.Host ?? '', name: '', holder: '', list };
    }) ?? null
  );
}

function tableRows(session: Session, query: Query): Promise<Row[] | null> {
  return askFor<Row>(session, query);
}

/** ER_TABLEACCESS_DENIED_ERROR, ER_COLUMNACCESS_DENIED_ERROR, ER_DBACCESS_DENIED_ERROR. */
const DENIED: ReadonlySet<number | undefined> = new Set([1142, 1143, 1044]);

/** The rows, or null when they are not for this user. */
async function askFor<T>(session: Session, query: Query): Promise<T[] | null> {
  try {
    return await session.rows<T>(query);
  } catch (error) {
    if (error instanceof ServerError && DENIED.has(error.errno)) return null;
    throw error;
  }
}

/** Every account and role of the server as manifests name them; null when they are not for this user. */
export async function readAccounts(session: Session): Promise<ReadonlySet<string> | null> {
  const rows = await askFor<Row>(
    session,
    sql`select User as user, Host as host, '' as name, '' as list from mysql.user`,
  );
  return rows === null ? null : new Set(rows.map(nameOf));
}
