import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Extensions, type PGlite } from '@electric-sql/pglite';
import { createDriverFactory, type DriverFactory } from '@slonik/driver';
import { DbopsError } from '../../model/error.ts';
import { pgliteTemplate } from './pglite-template.ts';
import { PARSED_OIDS, parserOf } from './values.ts';

/** The embedded server underneath a pool: bulk loads hand it their data directly. */
export interface PgliteAccess {
  db: PGlite | null;
}

const PREFIX = 'pglite://';

/** `pglite://memory`, or a folder relative to the working directory: `pglite://.dbops/local`, `pglite:///abs/path`. */
export function pglitePath(url: string): string | null {
  const path = url.slice(PREFIX.length);
  return path === 'memory' ? null : resolve(path);
}

export function isPglite(url: string): boolean {
  return url.startsWith(PREFIX);
}

// Without those that must be preloaded: they would write themselves into the folder's postgresql.conf.
const CONTRIB = [
  ...['amcheck', 'bloom', 'btree_gin', 'btree_gist', 'citext', 'cube', 'dict_int', 'dict_xsyn', 'earthdistance'],
  ...['fuzzystrmatch', 'hstore', 'intarray', 'isn', 'lo', 'ltree', 'pg_trgm', 'pgcrypto', 'seg', 'tablefunc', 'tcn'],
  ...['tsm_system_rows', 'tsm_system_time', 'unaccent', 'uuid-ossp', 'moddatetime'],
] as const;

/** Whether the embedded server brings an extension. */
export function hasExtension(name: string): boolean {
  return name === 'plpgsql' || CONTRIB.some((c) => c === name);
}

async function contrib(names: readonly string[]): Promise<Extensions> {
  const entries = await Promise.all(
    CONTRIB.filter((name) => names.includes(name)).map(async (name) => {
      const key = name.replace('-', '_');
      const module = (await import(`@electric-sql/pglite/contrib/${key}`)) as Extensions;
      return [key, module[key]] as const;
    }),
  );
  return Object.fromEntries(entries) as Extensions;
}

const parsers = Object.fromEntries(PARSED_OIDS.map((oid) => [oid, parserOf(oid)]));
const asText = (value: unknown): string => String(value);
const serializers = Object.fromEntries([16, 17, 20, 21, 23, 114, 1082, 1114, 1184, 3802].map((oid) => [oid, asText]));

/** slonik over an embedded PostgreSQL (PGlite), with the extensions that it may be asked to make. One connection; a folder belongs to one process at a time. */
export function pgliteDriver(
  url: string,
  access: PgliteAccess,
  extensions: readonly string[] = CONTRIB,
): DriverFactory {
  const path = pglitePath(url);
  return createDriverFactory(async () => ({
    createPoolClient: async () => {
      let release = (): void => undefined;
      return {
        connect: async () => {
          if (path !== null) release = claim(path);
          try {
            const loadDataDir = path !== null && existsSync(join(path, 'PG_VERSION')) ? null : await pgliteTemplate();
            const { PGlite } = await import('@electric-sql/pglite');
            access.db = await PGlite.create({
              ...(path === null ? {} : { dataDir: path }),
              ...(loadDataDir === null ? {} : { loadDataDir }),
              extensions: await contrib(extensions),
            });
          } catch (error) {
            release();
            throw error;
          }
        },
        end: async () => {
          await access.db?.close();
          release();
        },
        query: async (text, values) => {
          if (access.db === null) throw new Error('not connected');
          const result = await access.db.query<Record<string, unknown>>(text, values ?? [], { parsers, serializers });
          return {
            command: result.command as 'SELECT',
            fields: result.fields.map((f) => ({ dataTypeId: f.dataTypeID, name: f.name })),
            rowCount: result.rowCount ?? null,
            rows: result.rows,
          };
        },
        stream: () => {
          throw new Error('sessions stream through cursors');
        },
      };
    },
  }));
}

/** PGlite itself does not notice a second process in its folder, and both would ruin it. Gives the release. */
function claim(path: string): () => void {
  const file = `${path}.lock`;
  mkdirSync(dirname(path), { recursive: true });
  const holder = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  if (holder > 0 && isAlive(holder)) {
    const who = holder === process.pid ? 'this process' : `process ${holder}`;
    throw new DbopsError('lock-timeout', `the embedded database ${path} is in use by ${who}`, {
      hint: `wait until it is done; if no such process runs, delete ${file}`,
    });
  }
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
