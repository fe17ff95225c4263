import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { citext } from '@electric-sql/pglite/contrib/citext';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { createConnection } from 'mysql2/promise';
import pg from 'pg';
import { pgliteTemplate } from '../../src/dialects/postgres/pglite-template.ts';
import { serverUrl, type TestServer } from './servers.ts';

let made = 0;

/** A name that no other test, worker or run uses. */
export function freshName(prefix = 'dbops_test'): string {
  made += 1;
  return `${prefix}_${process.pid}_${Date.now().toString(36)}_${made}`;
}

/** Makes an empty database, gives its URL to `work`, and drops it whatever happens. */
export async function withDatabase<T>(server: TestServer, work: (url: string) => Promise<T>): Promise<T> {
  if (server.variable === null) return withEmbedded(work);
  const name = freshName();
  const quoted = server.dialect === 'postgres' ? `"${name}"` : `\`${name}\``;
  const admin = await serverUrl(server);
  await load(
    server,
    databaseUrl(admin, server.dialect === 'postgres' ? 'postgres' : ''),
    `create database ${quoted}${server.dialect === 'postgres' ? ' strategy file_copy' : ''}`,
  );
  try {
    return await work(databaseUrl(admin, name));
  } finally {
    const force = server.dialect === 'postgres' ? ' with (force)' : '';
    const system = databaseUrl(admin, server.dialect === 'postgres' ? 'postgres' : '');
    await load(server, system, `drop database if exists ${quoted}${force}`);
  }
}

/** The URL of another database on the same server. */
export function databaseUrl(url: string, database: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${database}`;
  return parsed.href;
}

/** Runs a script of any number of statements by the driver itself: nothing of dbops takes part. */
export async function load(server: TestServer, url: string, script: string): Promise<void> {
  if (server.variable === null) return onEmbedded(url, async (db) => void (await db.exec(script)));
  if (server.dialect === 'postgres') return onPostgres(url, async (client) => void (await client.query(script)));
  const connection = await createConnection({ uri: url, multipleStatements: true });
  try {
    await connection.query(script);
  } finally {
    await connection.end();
  }
}

/** Rows of one query, by the driver itself. */
export async function rowsOf(server: TestServer, url: string, query: string): Promise<Record<string, unknown>[]> {
  if (server.variable === null)
    return onEmbedded(url, async (db) => (await db.query<Record<string, unknown>>(query)).rows);
  if (server.dialect === 'postgres') {
    return onPostgres(url, async (client) => (await client.query<Record<string, unknown>>(query)).rows);
  }
  const connection = await createConnection({
    uri: url,
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
  });
  try {
    const [rows] = await connection.query(query);
    return rows as Record<string, unknown>[];
  } finally {
    await connection.end();
  }
}

async function onPostgres<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

let emptyCluster: Promise<string> | undefined;

/** A folder with an embedded database, copied from one that was initialised once for this worker. */
async function withEmbedded<T>(work: (url: string) => Promise<T>): Promise<T> {
  emptyCluster ??= initialise();
  const empty = await emptyCluster;
  return withFolder(async (folder) => {
    cpSync(empty, folder, { recursive: true });
    return work(`pglite://${folder}`);
  });
}

/** A temporary folder, removed afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = runFolder('folder');
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const EXTENSIONS = { citext, pg_trgm };

async function initialise(): Promise<string> {
  const folder = runFolder('pglite');
  const db = await PGlite.create({ dataDir: folder, loadDataDir: await pgliteTemplate() });
  await db.close();
  return folder;
}

/** A folder that goes with the run. */
function runFolder(name: string): string {
  return mkdtempSync(join(process.env.DBOPS_TEST_FOLDER ?? tmpdir(), `${name}-`));
}

async function onEmbedded<T>(url: string, work: (db: PGlite) => Promise<T>): Promise<T> {
  const db = await PGlite.create({ dataDir: url.replace('pglite://', ''), extensions: EXTENSIONS });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}
