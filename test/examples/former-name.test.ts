import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { write } from '../cli/project.ts';
import { load, rowsOf, withDatabase, withFolder } from '../servers/databases.ts';
import { observe } from '../servers/observe.ts';
import { SERVERS, type TestServer } from '../servers/servers.ts';
import { dbops } from './dbops.ts';

const COLUMNS = (on: TestServer): string => `    columns:
      id: ${on.dialect === 'postgres' ? '{ type: bigint, identity: always }' : '{ type: bigint, auto_increment: true }'}
      email: { type: varchar(80), not_null: true }
      age: { type: integer, not_null: true, default: 7 }
    primary_key: [id]
    uniques: { users_email_key: [email] }
`;
const orders = (of: string): string => `  orders:
    columns: { id: { type: bigint, not_null: true }, user_id: bigint }
    primary_key: [id]
    indexes: { orders_user_idx: [user_id] }
    foreign_keys: { orders_user_fkey: { columns: [user_id], references: ${of}(id) } }
`;
const before = (on: TestServer): string => `tables:\n  users:\n${COLUMNS(on)}${orders('users')}`;
const after = (on: TestServer): string =>
  `tables:\n  people:\n    renamed_from: users\n    online: true\n${COLUMNS(on)}${orders('people')}`;

/** An application that says one name only, as fast as it can. */
function worker(on: TestServer, url: string, table: string): { failed: string[]; stop(): Promise<number> } {
  const failed: string[] = [];
  let going = true;
  const work = (async () => {
    let done = 0;
    for (; going; done++) {
      const email = `${table}${done}`;
      for (const query of [
        `insert into ${table} (email) values ('${email}')`,
        `update ${table} set age = age + 1 where email = '${email}'`,
        `select age from ${table} where email = '${email}'`,
      ]) {
        await rowsOf(on, url, query).catch((error: unknown) => failed.push(String(error)));
      }
    }
    return done;
  })();
  const stop = (): Promise<number> => {
    going = false;
    return work;
  };
  return { failed, stop };
}

/** What else the former name is good for. */
const BY_FORMER_NAME = {
  postgres: [
    `insert into users (email) values ('a') returning id`,
    `insert into users (email) values ('a') on conflict (email) do update set age = 9 returning age`,
    `insert into users as u (email) select email from users limit 1 on conflict do nothing`,
    `update users set age = 1 where email = 'a' returning id`,
    'select * from users for update',
    `delete from users where email = 'a' returning id`,
  ],
  mysql: [
    `insert into users (email) values ('a')`,
    `insert into users (email) values ('a') on duplicate key update age = 9`,
    `replace into users (email, age) values ('a', 3)`,
    `update users set age = 1 where email = 'a'`,
    'select * from users for update',
    `delete from users where email = 'a'`,
  ],
} as const;

/** An account that may use nothing but that table, and how to be it. */
const ACCOUNT = {
  postgres: [
    `do $$ begin create role dbops_former_reader; exception when duplicate_object or unique_violation then null; end $$;
     grant select, insert on users to dbops_former_reader; grant update (age) on users to dbops_former_reader`,
    `set role dbops_former_reader; insert into users (email) values ('reader'); update users set age = 5 where email = 'reader'; select age from users`,
  ],
  mysql: [
    "create user if not exists dbops_former_reader@'%'; grant select, insert, update (age) on users to dbops_former_reader@'%'",
    "insert into users (email) values ('reader'); update users set age = 5 where email = 'reader'; select age from users",
  ],
} as const;

describe.each(SERVERS.filter((s) => s.variable !== null))('a table that gets another name on $title', (on) => {
  it('is found by both until its contract, without a moment in which one fails', { timeout: 240_000 }, async () => {
    await withFolder(async (folder) => {
      await withDatabase(on, async (url) => {
        const put = (tables: string): void =>
          write(folder, {
            'dbops.yaml': `version: 1\nname: former\ndialect: ${on.dialect}\ntargets: { live: { url: "${url}" } }\n`,
            'schema/s.yaml': tables,
          });
        const run = async (...args: string[]): Promise<string> => {
          const ended = await dbops(folder, ...args, '--target', url, '--yes');
          expect(ended, `dbops ${args.join(' ')}`).toMatchObject({ status: 0 });
          return ended.stdout + ended.stderr;
        };
        const asReader = async (): Promise<void> => {
          const reader = new URL(url);
          if (on.dialect === 'mysql') reader.username = 'dbops_former_reader';
          await load(on, reader.href, ACCOUNT[on.dialect][1]);
        };
        put(before(on));
        await run('apply');
        await load(on, url, ACCOUNT[on.dialect][0]);
        const made = await observe(on, url);
        put(after(on));
        const older = worker(on, url, 'users');
        await sleep(100);
        const told = await run('apply');
        expect(told).toContain('people: still found as users');
        expect(await run('plan', '--exit-code')).toContain('nothing to do');
        const newer = worker(on, url, 'people');
        for (const query of BY_FORMER_NAME[on.dialect]) await rowsOf(on, url, query);
        await asReader();
        await sleep(100);
        const written = (await older.stop()) + (await newer.stop());
        expect([...older.failed, ...newer.failed]).toEqual([]);
        const [{ n } = { n: 0 }] = await rowsOf(on, url, 'select count(*) as n from people where age = 8');
        expect(Number(n)).toBe(written);

        await run('migrate', 'down');
        expect(await observe(on, url)).toBe(made);
        await run('migrate', 'up');
        await run('apply', '--phase', 'contract');
        expect(await run('plan', '--exit-code', '--phase', 'contract')).toContain('nothing to do');
        await expect(rowsOf(on, url, 'select 1 from users')).rejects.toThrow();
        await load(
          on,
          url,
          on.dialect === 'mysql' ? "drop user dbops_former_reader@'%'" : 'drop owned by dbops_former_reader',
        );
      });
    });
  });
});
