import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Dialect, type Session } from '../../src/dialects/dialect.ts';
import { type SchemaObject } from '../../src/model/object.ts';
import { type SeedSet, type SeedSource } from '../../src/model/seed.ts';
import { type SeedResult, type SeedRun } from '../../src/seeds/run.ts';
import { load, rowsOf, withDatabase, withFolder } from '../servers/databases.ts';
import { type TestServer } from '../servers/servers.ts';

/** The dialect of a server. */
export async function dialectOf(server: TestServer): Promise<Dialect> {
  if (server.dialect === 'postgres') return (await import('../../src/dialects/postgres/index.ts')).postgres;
  return (await import('../../src/dialects/mysql/index.ts')).mysql;
}

/** A database made by a script, a folder for data files, and a session. */
export interface World {
  readonly server: TestServer;
  readonly dialect: Dialect;
  readonly session: Session;
  readonly objects: readonly SchemaObject[];
  readonly url: string;
  readonly dir: string;
  run(sets: readonly SeedSet[], rest?: Partial<SeedRun>): SeedRun;
  file(name: string, text: string): void;
  /** Rows as the driver alone sees them; one row is one text, its values joined by `|`. */
  see(query: string): Promise<readonly string[]>;
  exec(script: string): Promise<void>;
}

export async function inWorld(
  server: TestServer,
  script: string,
  work: (world: World) => Promise<void>,
): Promise<void> {
  await withDatabase(server, async (url) => {
    await load(server, url, script);
    await withFolder(async (dir) => {
      const dialect = await dialectOf(server);
      await using session = await dialect.connect(url);
      const schemas = server.dialect === 'postgres' ? ['public'] : ['*'];
      const { objects } = await dialect.read(session, { schemas, ignore: [] });
      // An embedded database has one user: what it holds is seen through the session.
      const embedded = server.variable === null;
      await work({
        server,
        dialect,
        session,
        objects,
        url,
        dir,
        run: (sets, rest = {}) => ({
          session,
          dialect,
          objects,
          sets,
          target: { name: 'local', protected: false },
          dir,
          now: new Date('2026-03-04T05:06:07Z'),
          ...rest,
        }),
        file(name, text) {
          mkdirSync(dir, { recursive: true });
          writeFileSync(join(dir, name), text);
        },
        async see(query) {
          const rows = embedded ? await session.rows(query) : await rowsOf(server, url, query);
          return rows.map((row) => Object.values(row).map(shown).join('|'));
        },
        async exec(text) {
          if (!embedded) return load(server, url, text);
          for (const statement of text.split(';')) if (statement.trim() !== '') await session.run(statement);
        },
      });
      rmSync(dir, { recursive: true, force: true });
    });
  });
}

function shown(value: unknown): string {
  if (value === null) return 'NULL';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

type Rest = Partial<Omit<SeedSet, 'name' | 'table' | 'source'>>;

const declared = (name: string, table: string, source: SeedSource, rest: Rest): SeedSet => ({
  name,
  schema: '',
  table,
  key: [],
  mode: 'upsert',
  targets: null,
  source,
  places: new Map(),
  ...rest,
});

export const fileSet = (table: string, path: string, rest: Rest = {}): SeedSet => {
  const format = path.split('.').at(-1) as 'csv' | 'json' | 'ndjson';
  return declared(`${table}_file`, table, { from: 'file', path, format }, rest);
};

type Rows = Extract<SeedSource, { from: 'rows' }>['rows'];
export const rowsSet = (table: string, rows: Rows, rest: Rest = {}): SeedSet =>
  declared(`${table}_rows`, table, { from: 'rows', rows }, rest);

type Generated = Extract<SeedSource, { from: 'generate' }>;
export const madeSet = (table: string, source: Partial<Generated>, rest: Rest = {}): SeedSet => {
  const whole: Generated = { from: 'generate', count: undefined, per: undefined, seed: 1, columns: {}, ...source };
  return declared(`${table}_made`, table, whole, rest);
};

/** `countries_file +3 ~1 -2 =10` for each result. */
export const counts = (results: readonly SeedResult[]): readonly string[] =>
  results.map((r) => `${r.set} +${r.inserted} ~${r.updated} -${r.deleted} =${r.unchanged}`);
