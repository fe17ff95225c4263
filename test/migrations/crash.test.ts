import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { migrateDown, migrateUp } from '../../src/migrations/execute.ts';
import { load, rowsOf } from '../servers/databases.ts';
import { observe } from '../servers/observe.ts';
import { listening, type TestServer } from '../servers/servers.ts';
import { block } from './blocker.ts';
import { pendingForDbmate } from './dbmate-binary.ts';
import { type Place, SAFETY, withPlace } from './sessions.ts';

const CHILD = fileURLToPath(new URL('crash-child.ts', import.meta.url));

type Direction = 'up' | 'down';

function start(server: TestServer, place: Place, direction: Direction, when: string, at: string): ChildProcess {
  const args = [CHILD, server.dialect, place.url, place.dir, direction, when, at];
  return spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'pipe'] });
}

/** Runs the migrations in a process that dies by SIGKILL at the statement. */
async function crash(server: TestServer, place: Place, direction: Direction, when: string, at: string): Promise<void> {
  const child = start(server, place, direction, when, at);
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code, signal] = await once(child, 'exit');
  expect([code, signal, said]).toEqual([null, 'SIGKILL', '']);
}

async function again(place: Place, direction: Direction): Promise<void> {
  const files = await place.files();
  const input = { dialect: place.dialect, files, safety: SAFETY, lockWait: 30_000 };
  await place.use((session) =>
    direction === 'up' ? migrateUp({ ...input, session }) : migrateDown({ ...input, session, to: '0' }),
  );
}

async function until(server: TestServer, url: string, query: string): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if ((await rowsOf(server, url, query)).length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`never: ${query}`);
}

const START = 'create table a (id int primary key, n int); insert into a values (1, 1), (2, 2)';

/** Statements of files outside transactions, with the beginning by which the child knows each. */
const FILES = {
  postgres: [
    ['create index concurrently a_n_idx on a (n)', 'drop index concurrently a_n_idx'],
    ['drop index concurrently a_n_idx', 'create index concurrently a_n_idx on a (n)'],
    ['update a set n = n + 1', 'update a set n = n - 1'],
  ],
  mysql: [
    ['create table b (id int primary key)', 'drop table b'],
    ['alter table a add column extra int', 'alter table a drop column extra'],
    ['update a set n = n + 1', 'update a set n = n - 1'],
    ['create index a_n_idx on a (n)', 'drop index a_n_idx on a'],
    ['create view seen as select n from a', 'drop view seen'],
    ['rename table b to c', 'rename table c to b'],
    ['alter table a modify n bigint', 'alter table a modify n int'],
  ],
} as const;

/** A statement that needs what the session was told before it, and how to see that it was. */
const TOLD = {
  postgres: ['set search_path = apart', 'create table q (id int)', 'reset search_path', 'drop table apart.q'],
  mysql: [
    `set session sql_mode = 'ANSI_QUOTES'`,
    'create table "q" (id int)',
    'set session sql_mode = default',
    'drop table q',
  ],
} as const;

async function prepare(server: TestServer, place: Place): Promise<void> {
  await load(server, place.url, START);
  const pairs = FILES[server.dialect];
  if (server.dialect === 'mysql') {
    const ups = pairs.map(([sql]) => `${sql};`).join('\n');
    const downs = pairs.map(([, sql]) => `${sql};`).toReversed();
    await place.put('1_all.sql', ups, downs.join('\n'), ' transaction:false');
    return;
  }
  for (const [i, [sql, undo]] of pairs.entries()) {
    await place.put(`${i + 1}_part.sql`, `${sql};`, `${undo};`, ' transaction:false');
  }
}

const numbers = async (server: TestServer, url: string): Promise<number[]> =>
  (await rowsOf(server, url, 'select n from a order by id')).map((r) => Number(r.n));

describe.each([...listening('postgres'), ...listening('mysql')])('kill -9 on $title', (server) => {
  const pairs = FILES[server.dialect];

  test.each(['before', 'after'])('%s each statement: the next run completes', async (when) => {
    await withPlace(server, async (place) => {
      await prepare(server, place);
      const start = await observe(server, place.url);
      const points = pairs.map(([sql]) => sql);
      for (const at of points) await crash(server, place, 'up', when, at);
      await again(place, 'up');
      const end = await observe(server, place.url);
      expect(await numbers(server, place.url)).toEqual([2, 3]);
      expect(await pendingForDbmate(server, place.url, place.dir)).toBe(0);

      if (server.dialect === 'mysql') {
        for (const at of pairs.map(([, undo]) => undo).toReversed()) await crash(server, place, 'down', when, at);
      } else {
        await crash(server, place, 'down', when, 'update a set n = n - 1');
      }
      await again(place, 'down');
      expect(await observe(server, place.url)).toBe(start);
      expect(await numbers(server, place.url)).toEqual([1, 2]);

      await again(place, 'up');
      expect(await observe(server, place.url)).toBe(end);
    });
  });

  test('between a setting and the statement that needs it: the next run tells its session of it', async () => {
    await withPlace(server, async (place) => {
      const [set, create, reset, drop] = TOLD[server.dialect];
      if (server.dialect === 'postgres') await load(server, place.url, 'create schema apart');
      await place.put('1_told.sql', `${set};\n${create};\n${reset};`, `${drop};`, ' transaction:false');
      await crash(server, place, 'up', 'before', create);
      await again(place, 'up');
      await again(place, 'down');
    });
  });

  test('while a statement waits in the server: the next run completes', async () => {
    await withPlace(server, async (place) => {
      await prepare(server, place);
      const postgres = server.dialect === 'postgres';
      const waiting = postgres
        ? `select 1 from pg_index where not indisvalid`
        : `select 1 from information_schema.processlist where info like 'alter table a add%' and state like 'Waiting%'`;
      {
        await using _blocker = await block(server, place.url, false);
        const child = start(server, place, 'up', 'never', 'never');
        await until(server, place.url, waiting);
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      await again(place, 'up');
      expect(await numbers(server, place.url)).toEqual([2, 3]);
      expect(await pendingForDbmate(server, place.url, place.dir)).toBe(0);
    });
  });
});

describe.each(listening('postgres'))('a build that the server cut off on $title', (server) => {
  test('leaves an invalid index, which the next run replaces', async () => {
    await withPlace(server, async (place) => {
      await load(server, place.url, START);
      await place.put('1_i.sql', FILES.postgres[0].map((s) => `${s};`)[0] ?? '', '', ' transaction:false');
      {
        await using _blocker = await block(server, place.url, false);
        const child = start(server, place, 'up', 'never', 'never');
        await until(server, place.url, 'select 1 from pg_index where not indisvalid');
        child.kill('SIGKILL');
        await once(child, 'exit');
        await load(
          server,
          place.url,
          `select pg_terminate_backend(pid) from pg_stat_activity where query like 'create index conc%' and datname = current_database()`,
        );
      }
      expect(await rowsOf(server, place.url, 'select 1 from pg_index where not indisvalid')).toHaveLength(1);
      await again(place, 'up');
      const indexes = await rowsOf(
        server,
        place.url,
        `select indisvalid from pg_index where indexrelid = 'a_n_idx'::regclass`,
      );
      expect(indexes).toEqual([{ indisvalid: true }]);
      expect(await rowsOf(server, place.url, 'select 1 from pg_index where not indisvalid')).toEqual([]);
    });
  });
});

/** What a change of names takes where DDL knows no transaction: in its midst every INSERT would fail. */
const SYNC = 'create trigger a_sync before insert on a for each row set';
const SWAP = `lock tables a write; alter table a rename column n to m; do sleep(2); drop trigger a_sync;
${SYNC} new.m = 7; unlock tables;`;
const SWAP_BACK = `lock tables a write; drop trigger a_sync; alter table a rename column m to n; ${SYNC} new.n = 7; unlock tables;`;

describe.each(listening('mysql'))('a table that is locked while its columns change names on $title', (server) => {
  const NAPS = `select id from information_schema.processlist where db = database() and info like 'do sleep(2)%'`;

  async function midway(place: Place, strike: (child: ChildProcess) => Promise<unknown>): Promise<void> {
    await load(server, place.url, `${START}; ${SYNC} new.n = 7`);
    await place.put('1_swap.sql', SWAP, SWAP_BACK, ' transaction:false');
    const child = start(server, place, 'up', 'never', 'never');
    await until(server, place.url, NAPS);
    const ended = once(child, 'exit');
    await strike(child);
    await ended;
  }

  async function complete(place: Place): Promise<void> {
    await again(place, 'up');
    expect(await rowsOf(server, place.url, 'select m from a order by id')).toEqual([{ m: 1 }, { m: 2 }, { m: 7 }]);
    expect(await pendingForDbmate(server, place.url, place.dir)).toBe(0);
    await again(place, 'down');
    await load(server, place.url, 'insert into a (id) values (10)');
    expect(await numbers(server, place.url)).toEqual([1, 2, 7, 7]);
  }

  test('is whole when dbops is killed meanwhile, before anybody runs it again', async () => {
    await withPlace(server, async (place) => {
      await midway(place, async (child) => child.kill('SIGKILL'));
      await load(server, place.url, 'insert into a (id) values (9)');
      await complete(place);
    });
  });

  test('is mended by the next run when the server itself is cut short', async () => {
    await withPlace(server, async (place) => {
      await midway(place, async () => {
        const [nap] = await rowsOf(server, place.url, NAPS);
        await load(server, place.url, `kill ${Number(nap?.id)}`);
      });
      await expect(load(server, place.url, 'insert into a (id) values (9)')).rejects.toThrow(/Unknown column/);
      await again(place, 'up');
      await load(server, place.url, 'insert into a (id) values (9)');
      await complete(place);
    });
  });
});
