import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { migrateUp } from '../../src/migrations/execute.ts';
import { rowsOf } from '../servers/databases.ts';
import { findProgram, foundOrInstalled } from '../servers/install.ts';
import { listening, type TestServer } from '../servers/servers.ts';
import { type Place, SAFETY, withPlace } from './sessions.ts';

const PGBOUNCER = foundOrInstalled(
  'PgBouncer',
  () => findProgram('pgbouncer', '/usr/sbin/pgbouncer'),
  ['pgbouncer'],
  null,
);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A PgBouncer before the place's server, with one connection to it for everybody. */
async function behindPooler(
  server: TestServer,
  place: Place,
  mode: 'transaction' | 'session',
  work: (url: string) => Promise<void>,
): Promise<void> {
  const direct = new URL(place.url);
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'dbops-pooler-'));
  await chmod(folder, 0o755);
  const file = join(folder, 'pgbouncer.ini');
  const where = `host=${direct.hostname} port=${direct.port || 5432} user=${direct.username || 'postgres'}`;
  await writeFile(
    file,
    `[databases]\n* = ${where}${direct.password === '' ? '' : ` password=${decodeURIComponent(direct.password)}`}
[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = ${port}\nauth_type = any\npool_mode = ${mode}\ndefault_pool_size = ${mode === 'transaction' ? 1 : 10}
unix_socket_dir =\nignore_startup_parameters = extra_float_digits\n`,
  );
  const asRoot = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn(PGBOUNCER, [...asRoot, file], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const url = new URL(place.url);
  url.port = String(port);
  url.hostname = '127.0.0.1';
  try {
    for (let at = 0; at < 100; at++) {
      const up = await rowsOf(server, url.href, 'select 1').catch(() => null);
      if (up !== null) break;
      await sleep(50);
    }
    await work(url.href);
  } finally {
    child.kill('SIGINT');
    await ended;
    await rm(folder, { recursive: true });
  }
}

describe.each(listening('postgres'))('PgBouncer before $title', (server) => {
  test('is refused where it pools by transaction: locks and settings of one client are another`s there', async () => {
    await withPlace(server, async (place) => {
      await behindPooler(server, place, 'transaction', async (url) => {
        await expect(place.dialect.connect(url)).rejects.toMatchObject({ code: 'pooled-connection' });
      });
    });
  });

  test('is as good as the server where it pools by session, and the URL says so', async () => {
    await withPlace(server, async (place) => {
      await place.put('1_a.sql', 'create table a (id int);', 'drop table a;');
      await behindPooler(server, place, 'session', async (url) => {
        await expect(place.dialect.connect(url)).rejects.toMatchObject({ code: 'pooled-connection' });
        await using session = await place.dialect.connect(`${url}?pooler=session`);
        await using other = await place.dialect.connect(`${url}?pooler=session`);
        {
          await using _held = await other.lock('dbops migrate', 0);
          const run = { session, dialect: place.dialect, files: await place.files(), safety: SAFETY, lockWait: 100 };
          await expect(migrateUp(run)).rejects.toMatchObject({ code: 'lock-timeout' });
        }
        await migrateUp({ session, dialect: place.dialect, files: await place.files(), safety: SAFETY });
        expect(await rowsOf(server, place.url, 'select * from a')).toEqual([]);
      });
    });
  });
});
