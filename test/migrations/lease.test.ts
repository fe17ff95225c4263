import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { migrateUp } from '../../src/migrations/execute.ts';
import { type Lease, takeLease } from '../../src/migrations/lease.ts';
import { load, rowsOf } from '../servers/databases.ts';
import { listening, type TestServer } from '../servers/servers.ts';
import { type Place, SAFETY, withPlace } from './sessions.ts';

const CHILD = fileURLToPath(new URL('lease-child.ts', import.meta.url));
const SHORT = 1_500;

/** Another process that holds the lease. */
async function holder(server: TestServer, place: Place, term: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [CHILD, server.dialect, place.url, String(term)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout ?? child, 'data');
  return child;
}

function withLease(place: Place, wait: number, work: (lease: Lease) => Promise<void>): Promise<void> {
  return place.use(async (session) => {
    await using lease = await takeLease({
      session,
      dialect: place.dialect,
      wait,
      who: 'the test',
      term: SHORT,
      beat: 200,
    });
    await work(lease);
  });
}

const NAPPING = {
  postgres: `select 1 from pg_stat_activity where datname = current_database() and state = 'active' and query = 'select pg_sleep(2)'`,
  mysql: `select 1 from information_schema.processlist where db = database() and info = 'do sleep(2)'`,
};

const state = (place: Place): string => place.dialect.state.table('identity');

/** As another machine would write it. */
async function takenByAnother(server: TestServer, place: Place): Promise<void> {
  const value = '8000000000000 x another machine';
  await load(
    server,
    place.url,
    `delete from ${state(place)} where name = 'lease'; insert into ${state(place)} (name, value) values ('lease', '${value}')`,
  );
}

const leased = (place: Place): string => `${place.url}?lock=lease`;
const held = (server: TestServer, place: Place): Promise<unknown[]> =>
  rowsOf(server, place.url, `select value from ${state(place)} where name = 'lease'`);

describe.each([...listening('postgres'), ...listening('mysql')])('the lease of a database on $title', (server) => {
  test('is one run`s at a time, and goes to the next when it is given back', async () => {
    await withPlace(server, async (place) => {
      await withLease(place, 0, async (first) => {
        await expect(withLease(place, 300, async () => undefined)).rejects.toMatchObject({
          code: 'lock-timeout',
          details: ['held by the test'],
        });
        await first.check();
      });
      expect(await held(server, place)).toEqual([]);
      await withLease(place, 0, (second) => second.check());
    });
  });

  test('goes to the next once the holder is dead for its term, and not before', async () => {
    await withPlace(server, async (place) => {
      const child = await holder(server, place, 5_000);
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      await expect(withLease(place, 0, async () => undefined)).rejects.toMatchObject({
        details: ['held by the child'],
      });
      await withLease(place, 30_000, (lease) => lease.check());
    });
  });

  test('is missed by a holder that was away for too long, before it does anything more', async () => {
    await withPlace(server, async (place) => {
      const child = await holder(server, place, SHORT);
      const ended = once(child, 'exit');
      child.kill('SIGSTOP');
      await withLease(place, 30_000, async (lease) => {
        child.kill('SIGCONT');
        expect(await ended).toEqual([7, null]);
        await lease.check();
      });
    });
  });

  test('keeps a run away, and stops one that has lost it before its next statement', async () => {
    await withPlace(server, async (place) => {
      const { dialect } = place;
      const nap = server.dialect === 'postgres' ? 'select pg_sleep(2)' : 'do sleep(2)';
      const up = `create table a (id int); ${nap}; create table b (id int);`;
      await place.put('1_a.sql', up, 'drop table b; drop table a;');
      const files = await place.files();
      {
        await using session = await dialect.connect(leased(place));
        for (const statement of dialect.state.create) await session.run(statement);
        await takenByAnother(server, place);
        const run = { session, dialect, files, safety: SAFETY, lockWait: 200 };
        await expect(migrateUp(run)).rejects.toMatchObject({
          code: 'lock-timeout',
          details: ['held by another machine'],
        });
        await load(server, place.url, `delete from ${state(place)} where name = 'lease'`);
      }
      const thief = place.use(async (session) => {
        for (let at = 0; at < 400; at++) {
          const rows = await rowsOf(server, place.url, NAPPING[server.dialect]);
          if (rows.length > 0) break;
          await sleep(20);
        }
        await session.run(`delete from ${state(place)} where name = 'lease'`);
        await takenByAnother(server, place);
      });
      {
        await using session = await dialect.connect(leased(place));
        const run = { session, dialect, files, safety: SAFETY, lockWait: 200 };
        await expect(migrateUp(run)).rejects.toMatchObject({ code: 'lease-lost' });
      }
      await thief;
      await expect(rowsOf(server, place.url, 'select * from b')).rejects.toThrow();
      await load(server, place.url, `delete from ${state(place)} where name = 'lease'`);
      {
        await using session = await dialect.connect(leased(place));
        await migrateUp({ session, dialect, files, safety: SAFETY });
      }
      expect(await rowsOf(server, place.url, 'select * from b')).toEqual([]);
      expect(await held(server, place)).toEqual([]);
    });
  });
});
