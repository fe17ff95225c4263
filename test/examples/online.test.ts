import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { write } from '../cli/project.ts';
import { load, rowsOf, withDatabase, withFolder } from '../servers/databases.ts';
import { observe } from '../servers/observe.ts';
import { server, type TestServer } from '../servers/servers.ts';
import { dbops } from './dbops.ts';

const ROWS = 10_000;
const BIN = join(import.meta.dirname, '../../bin/dbops.js');

const BEFORE = `tables:
  users:
    columns:
      id: { type: bigint, not_null: true }
      name: { type: varchar(60), not_null: true }
      amount: { type: integer, not_null: true }
      street: { type: varchar(60), not_null: true }
      city: varchar(60)
    primary_key: [id]
    uniques: { users_name_key: [name] }
    indexes: { users_amount_idx: [amount] }
    checks: { users_amount_check: amount >= 0, users_name_check: name <> '' }
views:
  rich: select id, name, amount from users where amount > 10
`;

/** Renamed, retyped, not null by an expression, and two columns in the place of one. */
const AFTER = `tables:
  users:
    columns:
      id: { type: bigint, not_null: true }
      full_name: { type: varchar(80), not_null: true, renamed_from: name, online: true }
      amount: { type: bigint, not_null: true, online: true }
      address: { type: varchar(140), not_null: true, up: "concat(street, ', ', city)" }
      region: { type: varchar(20), not_null: true, default: "'r0'", up: "concat('r', id)" }
    former_columns:
      street: "substring(address, 1, position(', ' in address) - 1)"
      city: "substring(address, position(', ' in address) + 2)"
    primary_key: [id]
    uniques: { users_name_key: [full_name] }
    indexes: { users_amount_idx: [amount] }
    checks: { users_amount_check: amount >= 0, users_name_check: full_name <> '', users_more_check: amount < 1000000000 }
views:
  rich: select id, full_name as name, amount from users where amount > 10
`;

/** What applications of one version have written, by the server's word. */
interface Writer {
  readonly values: Map<number, string>;
  readonly failed: string[];
  stop(): Promise<void>;
}

/** Changes rows that are its own, and adds some, as fast as it can. */
function writer(on: TestServer, url: string, name: 'name' | 'full_name', first: number): Writer {
  const values = new Map<number, string>();
  const failed: string[] = [];
  let going = true;
  const work = (async () => {
    for (let k = 1; going; k++) {
      const id = k % 3 === 0 ? first + 1_000_000 + k : first + (k % 500);
      const value = `${name} ${first} ${k}`;
      const place = name === 'name' ? ['street, city', `'s${k}', 'c${k}'`] : ['address', `'s${k}, c${k}'`];
      const query =
        k % 3 === 0
          ? `insert into users (id, ${name}, amount, ${place[0]}) values (${id}, '${value}', ${k}, ${place[1]})`
          : `update users set ${name} = '${value}', amount = ${k} where id = ${id}`;
      try {
        await rowsOf(on, url, query);
        values.set(id, value);
      } catch (error) {
        failed.push(String(error));
        await sleep(20);
      }
    }
  })();
  const stop = (): Promise<void> => {
    going = false;
    return work;
  };
  return { values, failed, stop };
}

/** Runs the command and kills it as soon as some rows are filled. */
async function killedWhileFilling(on: TestServer, folder: string, url: string): Promise<void> {
  const child = spawn(process.execPath, [BIN, 'apply', '--target', url, '--yes'], { cwd: folder, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  for (let at = 0; at < 2_000 && child.exitCode === null; at++) {
    const found = await rowsOf(on, url, 'select count(full_name) as n from users').catch(() => []);
    if (Number(found[0]?.n ?? 0) > 1_000) break;
    await sleep(10);
  }
  child.kill('SIGKILL');
  await ended;
}

describe.each(['pg18', 'mysql', 'mariadb'].flatMap((name) => server(name as 'pg18') ?? []))(
  'columns that change on $title while applications of both versions write',
  (on) => {
    it('keep every row, go on after a kill, wait for their contract, and come back', { timeout: 240_000 }, async () => {
      await withFolder(async (folder) => {
        await withDatabase(on, async (url) => {
          const put = (tables: string): void =>
            write(folder, {
              'dbops.yaml': `version: 1\nname: online\ndialect: ${on.dialect}\ntargets: { live: { url: "${url}" } }\n`,
              'schema/s.yaml': tables,
            });
          const run = async (...args: string[]): Promise<string> => {
            const ended = await dbops(folder, ...args, '--target', url, '--yes');
            expect(ended, `dbops ${args.join(' ')}`).toMatchObject({ status: 0 });
            return ended.stdout + ended.stderr;
          };
          put(BEFORE);
          await run('apply');
          const made = await observe(on, url);
          await load(
            on,
            url,
            `insert into users (id, name, amount, street, city) with recursive s (n) as (select 0 union all select n + 1 from s where n < 999)
             select a.n * 1000 + b.n, concat('u', a.n * 1000 + b.n), 1, 'x', 'y' from s b cross join s a where a.n < ${ROWS / 1000}`,
          );
          put(AFTER);
          const older = writer(on, url, 'name', 1_000);
          await killedWhileFilling(on, folder, url);
          const newer = writer(on, url, 'full_name', 2_000);
          expect(await run('apply')).toContain('waits for its contract');
          expect(await run('plan', '--exit-code')).toMatch(/nothing to do/);
          const during = await rowsOf(on, url, 'select count(*) as n from users where full_name <> name');
          expect(Number(during[0]?.n)).toBe(0);
          await older.stop();
          await run('apply', '--phase', 'contract');
          await newer.stop();
          expect(await run('plan', '--exit-code', '--phase', 'contract')).toMatch(/nothing to do/);

          const rows = await rowsOf(on, url, 'select id, full_name, amount, address from users');
          const found = new Map(rows.map((r) => [Number(r.id), String(r.full_name)]));
          const written = new Map([...older.values, ...newer.values]);
          expect([...written].filter(([id, value]) => found.get(id) !== value)).toEqual([]);
          expect(found.size).toBe(ROWS + [...written.keys()].filter((id) => id >= 1_000_000).length);
          expect(rows.filter((r) => r.address === null || r.amount === null)).toEqual([]);
          expect(written.size).toBeGreaterThan(100);
          expect([...older.failed, ...newer.failed].filter((e) => !/deadlock/i.test(e))).toEqual([]);

          const start = (await run('migrate', 'status', '--format', 'json')).match(/"name"/g)?.length ?? 0;
          await run('migrate', 'down', '--steps', String(start - 1), '--allow', 'loses_data');
          expect(await observe(on, url)).toBe(made);
          const back = await rowsOf(on, url, 'select id, name from users');
          const names = new Map(back.map((r) => [Number(r.id), String(r.name)]));
          expect([...found].filter(([id, value]) => names.get(id) !== value)).toEqual([]);
        });
      });
    });
  },
);

const BINDING = (type: string): string => `tables:
  t:
    columns: { id: int, a: ${type}, b: ${type} }
    primary_key: [id]
    checks: { t_sum: a + b > 0, t_a: a > 0 }
    indexes: { t_both: [{ expression: a + b }] }
`;

it.each(['mysql'].flatMap((name) => server(name as 'mysql') ?? []))(
  'checks and indexes that bind the names of columns go and come with the switch on $title',
  { timeout: 120_000 },
  async (on) => {
    await withFolder((folder) =>
      withDatabase(on, async (url) => {
        const run = async (...args: string[]): Promise<string> => {
          const ended = await dbops(folder, ...args, '--target', url, '--yes');
          expect(ended, `dbops ${args.join(' ')}`).toMatchObject({ status: 0 });
          return ended.stdout;
        };
        const put = (type: string): void =>
          write(folder, {
            'dbops.yaml': `version: 1\nname: online\ndialect: mysql\ntargets: { live: { url: "${url}" } }\n`,
            'schema/s.yaml': BINDING(type),
          });
        put('int');
        await run('apply');
        const made = await observe(on, url);
        await load(on, url, 'insert into t values (1, 1, 1), (2, 2, 2)');
        put('{ type: bigint, online: true }');
        await run('generate', 'bigger', '--from', 'live');
        await run('apply');
        await expect(load(on, url, 'insert into t (id, a, b) values (3, -1, 5)')).rejects.toThrow(/t_a/);
        expect(await run('plan', '--exit-code')).toMatch(/nothing to do/);
        await run('apply', '--phase', 'contract');
        expect(await observe(on, url)).toBe(made.replaceAll(/`(a|b)` int/g, '`$1` bigint'));
        await run('migrate', 'down', '--steps', '2', '--allow', 'loses_data');
        expect(await observe(on, url)).toBe(made);
        expect(await rowsOf(on, url, 'select a, b from t order by id')).toEqual([
          { a: 1, b: 1 },
          { a: 2, b: 2 },
        ]);
      }),
    );
  },
);
