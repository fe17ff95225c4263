import { type DialectName } from '../../src/model/manifest.ts';

/** A database server that tests run on. */
export interface TestServer {
  readonly name: ServerName;
  /** For people: `NOT TESTED ON: …`. */
  readonly title: string;
  readonly dialect: DialectName;
  readonly product: 'postgres' | 'mysql' | 'mariadb';
  /** Environment variable with the URL of a server to use instead of starting one; null for the embedded one. */
  readonly variable: string | null;
}

export type ServerName = 'pglite' | 'pg15' | 'pg18' | 'mariadb' | 'mysql';

export const ALL_SERVERS = [
  { name: 'pg18', title: 'PostgreSQL 18', dialect: 'postgres', product: 'postgres', variable: 'DBOPS_TEST_PG18_URL' },
  { name: 'pg15', title: 'PostgreSQL 15', dialect: 'postgres', product: 'postgres', variable: 'DBOPS_TEST_PG15_URL' },
  { name: 'pglite', title: 'PGlite', dialect: 'postgres', product: 'postgres', variable: null },
  { name: 'mysql', title: 'MySQL', dialect: 'mysql', product: 'mysql', variable: 'DBOPS_TEST_MYSQL_URL' },
  { name: 'mariadb', title: 'MariaDB', dialect: 'mysql', product: 'mariadb', variable: 'DBOPS_TEST_MARIADB_URL' },
] as const satisfies readonly TestServer[];

/** Names in DBOPS_TEST_WITHOUT (commas between them) are left out on purpose. */
export const LEFT_OUT: readonly string[] = (process.env.DBOPS_TEST_WITHOUT ?? '').split(',').filter((n) => n !== '');

/** The servers of this run: `describe.each(SERVERS)('… on $name', …)`. */
export const SERVERS: readonly TestServer[] = ALL_SERVERS.filter((s) => !LEFT_OUT.includes(s.name));

/** The server of that name, or undefined when it is left out of this run. */
export function server(name: ServerName): TestServer | undefined {
  return SERVERS.find((s) => s.name === name);
}

/** The servers of one dialect that listen on a port. */
export function listening(dialect: DialectName): readonly TestServer[] {
  return SERVERS.filter((s) => s.dialect === dialect && s.variable !== null);
}

const urls = new Map<ServerName, Promise<string>>();

/** URL of a running server, without a database; the launcher starts it when it is first asked for. */
export function serverUrl({ name, variable }: TestServer): Promise<string> {
  if (variable === null) throw new Error(`${name} has no URL of its own: use withDatabase`);
  const given = process.env[variable];
  if (given !== undefined && given !== '') return Promise.resolve(given);
  const known = urls.get(name);
  if (known !== undefined) return known;
  const asked = askLauncher(name);
  urls.set(name, asked);
  return asked;
}

async function askLauncher(name: ServerName): Promise<string> {
  const launcher = process.env.DBOPS_TEST_LAUNCHER;
  if (launcher === undefined) throw new Error(`run the tests with vitest, whose global setup starts ${name}`);
  const answer = await fetch(`${launcher}/${name}`);
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
}
