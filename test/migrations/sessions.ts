import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Dialect, type Session } from '../../src/dialects/dialect.ts';
import { mysql } from '../../src/dialects/mysql/index.ts';
import { postgres } from '../../src/dialects/postgres/index.ts';
import { type MigrationFile } from '../../src/migrations/file.ts';
import { readMigrations } from '../../src/migrations/files.ts';
import { dbmate } from '../../src/migrations/formats/dbmate.ts';
import { type DialectName, type Safety } from '../../src/model/manifest.ts';
import { withDatabase } from '../servers/databases.ts';
import { type TestServer } from '../servers/servers.ts';

export const DIALECTS: Readonly<Record<DialectName, Dialect>> = { postgres, mysql };
export const SAFETY: Safety = { lockTimeout: 2_000, statementTimeout: 60_000, runTimeout: 0 };

/** An empty database and an empty folder for migrations. */
export interface Place {
  readonly url: string;
  readonly dir: string;
  readonly dialect: Dialect;
  /** Writes a file with the given sections. */
  put(name: string, up: string, down?: string, options?: string): Promise<void>;
  files(): Promise<readonly MigrationFile[]>;
  /** A session for the time of the work. */
  use<T>(work: (session: Session) => Promise<T>, signal?: AbortSignal): Promise<T>;
}

export async function withPlace(server: TestServer, work: (place: Place) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'dbops-migrate-'));
  const dialect = DIALECTS[server.dialect];
  try {
    await withDatabase(server, (url) =>
      work({
        url,
        dir,
        dialect,
        put: (name, up, down = '', options = '') =>
          writeFile(join(dir, name), `-- migrate:up${options}\n${up}\n\n-- migrate:down${options}\n${down}\n`),
        files: async () => (await readMigrations(dir, dbmate, server.dialect)).files,
        async use(run, signal) {
          await using session = await dialect.connect(url, signal === undefined ? {} : { signal });
          return await run(session);
        },
      }),
    );
  } finally {
    await rm(dir, { recursive: true });
  }
}
