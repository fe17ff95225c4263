import { spawn } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { write } from '../cli/project.ts';
import { load, rowsOf, withDatabase, withFolder } from '../servers/databases.ts';
import { observe } from '../servers/observe.ts';
import { server } from '../servers/servers.ts';
import { dbops } from './dbops.ts';

const ROWS = 5_000;

/** The same schema over one type of numbers or the other; `online` only where they change. */
function schema(type: 'integer' | 'bigint', serial: 'serial' | 'bigserial', online: string): string {
  return `tables:
  users:
    columns:
      name: text
      id: { type: ${type}, identity: by_default${online} }
      boss: { type: ${type}${online} }
    primary_key: [id]
    foreign_keys: { users_boss_fkey: { columns: [boss], references: users(id), on_delete: set null } }
  orders:
    columns:
      by_id: integer
      id: { type: ${serial}${online} }
      user_id: { type: ${type}, not_null: true${online} }
    primary_key: [user_id, id]
    foreign_keys:
      orders_user_fkey: { columns: [user_id], references: users(id), on_delete: cascade }
      orders_by_fkey: { columns: [by_id], references: users(id), on_delete: set null }
views:
  rich: select u.id, u.name, count(*) as n from users u join orders o on o.user_id = u.id group by u.id
`;
}

interface Traffic {
  /** What each writer's inserts got, in their order. */
  readonly given: number[][];
  readonly failed: string[];
  stop(): Promise<void>;
}

/** Applications that make, change and delete rows of both tables in one transaction, as they did before and do afterwards. */
function startTraffic(url: string): Traffic {
  const given: number[][] = [[], [], []];
  const failed: string[] = [];
  let going = true;
  const work = given.map(async (ids) => {
    const client = new pg.Client(url);
    await client.connect();
    for (let n = 0; going; n++) {
      try {
        await client.query('begin');
        const { rows } = await client.query(`insert into users (name, boss) values ('w', 1) returning id`);
        const id = Number(rows[0].id);
        await client.query(`insert into orders (user_id, by_id) values (${id}, ${id})`);
        if (n % 3 === 0) await client.query(`update users set name = 'x', boss = ${id} where id = ${id}`);
        if (n % 5 === 0) await client.query(`delete from users where id = ${id}`);
        await client.query(
          `insert into users (id, name) values (${id}, 'y') on conflict (id) do update set name = excluded.name`,
        );
        await client.query(`select * from rich where id = ${id}`);
        await client.query('commit');
        ids.push(id);
      } catch (error) {
        failed.push(String(error));
        await client.query('rollback');
      }
    }
    await client.end();
  });
  const stop = async (): Promise<void> => {
    going = false;
    await Promise.all(work);
  };
  return { given, failed, stop };
}

const BIN = join(import.meta.dirname, '../../bin/dbops.js');

/** Runs the command and kills it as soon as so many files have run, in the middle of whatever comes next; whether it was still at work then. */
async function killedAfter(folder: string, url: string, parts: number): Promise<boolean> {
  const args = [BIN, 'apply', '--no-rehearse', '--target', url, '--yes'];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const watch = new pg.Client(url);
  await watch.connect();
  while (child.exitCode === null) {
    const { rows } = await watch.query(`select count(*)::int as n from dbops.history where status = 'applied'`);
    if (rows[0].n > parts) break;
  }
  child.kill('SIGKILL');
  await Promise.all([ended, watch.end()]);
  return child.signalCode === 'SIGKILL';
}

describe.each(['pg15', 'pg18'].flatMap((name) => server(name as 'pg18') ?? []))(
  'keys and counters that become bigint on $title while applications write',
  (on) => {
    it('lose no row, give no number twice, fail nobody, survive kills, and come back', {
      timeout: 240_000,
    }, async () => {
      await withFolder(async (folder) => {
        await withDatabase(on, async (url) => {
          const put = (text: string): void =>
            write(folder, {
              'dbops.yaml': `version: 1\nname: keys\ndialect: postgres\ntargets: { live: { url: "${url}" } }\n`,
              'schema/s.yaml': text,
            });
          const run = async (...args: string[]): Promise<string> => {
            const ended = await dbops(folder, ...args, '--target', url, '--yes');
            expect(ended, `dbops ${args.join(' ')}`).toMatchObject({ status: 0 });
            return ended.stdout + ended.stderr;
          };
          put(schema('integer', 'serial', ''));
          await run('apply');
          const made = await observe(on, url);
          await load(on, url, `insert into users (name) select 'u' || n from generate_series(1, ${ROWS}) n`);
          await load(on, url, 'insert into orders (user_id, by_id) select id, 1 from users');
          put(schema('bigint', 'bigserial', ', online: true'));
          const traffic = startTraffic(url);
          const killed: boolean[] = [];
          for (const parts of [2, 8, 14, 20, 26, 30]) killed.push(await killedAfter(folder, url, parts));
          expect(killed.filter((hit) => hit).length).toBeGreaterThan(2);
          expect(await run('apply', '--no-rehearse')).toContain('waits for its contract');
          expect(await run('plan', '--exit-code')).toMatch(/nothing to do/);
          await run('apply', '--phase', 'contract', '--no-rehearse');
          await traffic.stop();
          expect(await run('plan', '--exit-code', '--phase', 'contract')).toMatch(/nothing to do/);

          const ids = traffic.given.flat();
          expect(traffic.failed).toEqual([]);
          expect(ids.length).toBeGreaterThan(100);
          expect(new Set(ids).size).toBe(ids.length);
          // Without failures every number that the counter gave is a row's.
          expect(ids.toSorted((a, b) => a - b)).toEqual(ids.map((_, i) => ROWS + 1 + i));
          const [found] = await rowsOf(
            on,
            url,
            `select (select count(*)::int from users) as users, (select count(*)::int from orders) as orders,
                    (select count(*)::int from orders o where not exists (select from users u where u.id = o.user_id)) as lost`,
          );
          const deleted = traffic.given.flatMap((list) => list.filter((_, n) => n % 5 === 0)).length;
          expect(found).toEqual({ users: ROWS + ids.length, orders: ROWS + ids.length - deleted, lost: 0 });

          const start = (await run('migrate', 'status', '--format', 'json')).match(/"name"/g)?.length ?? 0;
          await run('migrate', 'down', '--steps', String(start - 1), '--allow', 'loses_data');
          expect(await observe(on, url)).toBe(made);
          const next = await rowsOf(on, url, `insert into users (name) values ('last') returning id`);
          expect(Number(next[0]?.id)).toBe(ROWS + ids.length + 1);
        });
      });
    });
  },
);
