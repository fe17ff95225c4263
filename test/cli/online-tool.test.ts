import { readdirSync, readFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectDecent, run } from '../errors/screen.ts';
import { load, rowsOf, withDatabase, withFolder } from '../servers/databases.ts';
import { findProgram, foundOrInstalled } from '../servers/install.ts';
import { listening, type TestServer } from '../servers/servers.ts';
import { secrets, withPassword, write } from './project.ts';

const TOOL = foundOrInstalled(
  'pt-online-schema-change',
  () => findProgram('pt-online-schema-change'),
  ['percona-toolkit'],
  null,
);

const ROWS = 60_000;

function schema(n: string, keys: string): string {
  return `tables:
  orders:
    comment: "Bestellungen für O'Neill, \\"heute\\" \\\\ 日本"
    columns:
      id: { type: int, not_null: true }
      n: { type: ${n}, not_null: true }
      note: { type: varchar(40), default: "'größe'", comment: "was man sagt" }
      twice: { type: bigint, generated: id * 2 }
${keys}`;
}

/** A table with rows, and a manifest that widens a column of it: a copy on either server. */
function inProject(
  server: TestServer,
  work: (place: { folder: string; url: string; put: (n: string) => void }) => Promise<void>,
  { safety = 'online_tool: pt-online-schema-change, copy_over: 1kB', keys = '    primary_key: [id]\n' } = {},
): Promise<void> {
  return withFolder((folder) =>
    withDatabase(server, async (bare) => {
      const url = await withPassword(server, bare);
      const put = (n: string): void =>
        write(folder, {
          'dbops.yaml': `version: 1\nname: shop\ndialect: mysql\ntargets: { live: { url: "${url}" } }\nscope: { ignore: [_orders_old] }\nsafety: { ${safety} }\n`,
          'schema/shop.yaml': schema(n, keys),
        });
      put('int');
      const made = await run(folder, ['apply']);
      expect(made.exit, made.stderr).toBe(0);
      await load(
        server,
        bare,
        `insert into orders (id, n) with recursive d (n) as (select 0 union all select n + 1 from d where n < 99)
         select a.n * 10000 + b.n * 100 + c.n + 1, 7 from d a, d b, d c where a.n < ${ROWS / 10_000}; analyze table orders`,
      );
      await work({ folder, url: bare, put });
    }),
  );
}

/** What the program says, in this order. */
const MOMENTS = ['Creating triggers', 'Created triggers OK', 'Copied rows OK', 'Swapped original'] as const;

/** A PATH on which the program gives its caller a signal as soon as it says so. */
async function telltale(folder: string, moment: string, signal: NodeJS.Signals): Promise<string> {
  const script = `#!/bin/bash
caller=$(ps -o ppid= -p $PPID)
exec ${TOOL} "$@" > >(while read -r line; do echo "$line"; [[ $line == *'${moment}'* ]] && kill -${signal} $caller; done)
`;
  write(folder, { 'bin/pt-online-schema-change': script });
  await chmod(join(folder, 'bin/pt-online-schema-change'), 0o755);
  return `${join(folder, 'bin')}:${process.env.PATH}`;
}

const leftovers = (server: TestServer, url: string): Promise<Record<string, unknown>[]> =>
  rowsOf(
    server,
    url,
    `select table_name as name from information_schema.tables where table_schema = database() and table_name not like 'dbops%' and table_name not in ('orders', 'schema_migrations', '_orders_old')
     union select table_name from information_schema.tables where table_schema = database() and table_name like 'dbops\\_%\\_new'
     union select trigger_name from information_schema.triggers where trigger_schema = database()
     union select name from dbops_identity where name like 'online:%'`,
  );

const rows = async (server: TestServer, url: string): Promise<number[]> =>
  (await rowsOf(server, url, 'select count(*) as n, sum(n) as s, sum(twice - 2 * id) as t from orders'))
    .flatMap(({ n, s, t }) => [n, s, t])
    .map(Number);

const typeOf = async (server: TestServer, url: string): Promise<unknown> =>
  (
    await rowsOf(
      server,
      url,
      `select data_type as t from information_schema.columns where table_schema = database() and table_name = 'orders' and column_name = 'n'`,
    )
  )[0]?.t;

const migration = (folder: string): string => {
  const [file = ''] = readdirSync(join(folder, 'migrations'))
    .filter((f) => f.endsWith('.sql'))
    .toSorted()
    .slice(-1);
  return readFileSync(join(folder, 'migrations', file), 'utf8');
};

describe.each(listening('mysql'))('pt-online-schema-change on $title', { timeout: 240_000 }, (server) => {
  it('copies a large table beside itself, and the password is seen by nobody', async () => {
    await inProject(server, async ({ folder, url, put }) => {
      put('bigint');
      const planned = await run(folder, ['plan']);
      expect(planned.stdout).toMatch(/online: .*copied beside the table in use: pt-online-schema-change .*--execute/);
      const applied = await run(folder, ['apply', '--task', 'copied']);
      expectDecent(applied);
      expect(applied.exit, applied.stderr).toBe(0);
      const log = readFileSync(join(folder, '.tasks/copied.md'), 'utf8');
      expect(log).toMatch(/Copied rows OK.*Swapped original and new tables OK/s);
      expect(migration(folder)).toMatch(
        /^-- on a large table: pt-online-schema-change .*\n-- online: pt-online-schema-change · lock: /m,
      );
      for (const text of [planned.stdout, applied.stdout, applied.stderr, log, migration(folder)]) {
        for (const secret of secrets()) expect(text).not.toContain(secret);
      }
      expect(await typeOf(server, url)).toBe('bigint');
      expect(await rows(server, url)).toEqual([ROWS, ROWS * 7, 0]);
      expect(await leftovers(server, url)).toEqual([]);
      expect((await run(folder, ['plan'])).stdout).toContain('nothing to do');
    });
  });

  it.each(['SIGKILL', 'SIGINT'] as const)(
    '%s in the middle: the next run clears away and completes',
    async (signal) => {
      await inProject(server, async ({ folder, url, put }) => {
        await load(server, url, 'create table _orders_old (mine int)');
        put('bigint');
        for (const moment of MOMENTS) {
          const stopped = await run(folder, ['apply', '--yes'], {
            env: { PATH: await telltale(folder, moment, signal) },
          });
          // What was to be done may have been all but over then.
          if (moment === MOMENTS.at(-1)) expect([null, 0, 5]).toContain(stopped.exit);
          else if (signal === 'SIGKILL') expect(stopped.exit).toBe(null);
          else {
            expectDecent(stopped);
            expect(stopped.stderr).toContain('error[interrupted]');
            const left = await leftovers(server, url);
            // It may have been through with it: the next run is told so.
            expect(left.filter(({ name }) => !String(name).startsWith('online:'))).toEqual([]);
          }
        }
        const last = await run(folder, ['apply']);
        expect(last.exit, last.stderr).toBe(0);
        expect(await typeOf(server, url)).toBe('bigint');
        expect(await rows(server, url)).toEqual([ROWS, ROWS * 7, 0]);
        expect(await leftovers(server, url)).toEqual([]);
        expect(await rowsOf(server, url, 'select * from _orders_old')).toEqual([]);
        expect((await run(folder, ['plan'])).stdout).toContain('nothing to do');
      });
    },
  );

  it('is refused where it would lose something, and where it is not there; the server copies when that is allowed', async () => {
    const keyless = async ({ folder, url, put }: Parameters<Parameters<typeof inProject>[1]>[0]): Promise<void> => {
      put('bigint');
      const applied = await run(folder, ['apply']);
      expect(applied.exit).toBe(3);
      expect(applied.stderr).toContain('it has no key whose columns are never NULL, by which rows could be copied');
      expect(applied.stderr).toContain('--allow blocks_writes:orders');
      expect(await leftovers(server, url)).toEqual([]);
      const missing = await run(folder, ['migrate', 'up'], { env: { PATH: '/nowhere' } });
      expect(missing.exit).toBe(3);
      expect(missing.stderr).toContain('apt-get install percona-toolkit; or let the server copy it');
      const allowed = await run(folder, ['migrate', 'up', '--allow', 'blocks_writes:orders'], {
        env: { PATH: '/nowhere' },
      });
      expect(allowed.exit, allowed.stderr).toBe(0);
      expect(await typeOf(server, url)).toBe('bigint');
      expect(await rows(server, url)).toEqual([ROWS, ROWS * 7, 0]);
    };
    await inProject(server, keyless, { keys: '' });
  });

  it('adds computed columns and checks, and gives up at a row that a check refuses', async () => {
    await inProject(server, async ({ folder, url }) => {
      const key = '    primary_key: [id]\n';
      const wider = schema('int', key).replace(
        '    primary_key',
        '      thrice: { type: bigint, generated: { expression: id * 3, stored: true } }\n    primary_key',
      );
      const handed = async (yaml: string): Promise<void> => {
        write(folder, { 'schema/shop.yaml': yaml });
        const applied = await run(folder, ['apply', '--task', 'handed']);
        expect(applied.exit, applied.stderr).toBe(0);
        expect(migration(folder)).toContain('-- online: pt-online-schema-change');
        expect(readFileSync(join(folder, '.tasks/handed.md'), 'utf8')).toContain('Swapped original and new tables OK');
        expect(await rows(server, url)).toEqual([ROWS, ROWS * 7, 0]);
      };
      await handed(wider);
      expect(await rowsOf(server, url, 'select id from orders where thrice <> 3 * id')).toEqual([]);
      await load(server, url, 'update orders set n = -7 where id = 100');
      write(folder, { 'schema/shop.yaml': `${wider}    checks: { orders_n_check: n > 0 }\n` });
      const refused = await run(folder, ['apply']);
      expect([refused.exit, refused.stderr]).toEqual([3, expect.stringContaining('1 row stands against it')]);
      const failed = await run(folder, ['apply', '--allow', 'may_fail_on_data']);
      expect(failed.exit).not.toBe(0);
      expect(await leftovers(server, url)).toEqual([]);
      expect(await rowsOf(server, url, 'select n from orders where id = 100')).toEqual([{ n: -7 }]);
      await load(server, url, 'update orders set n = 7 where id = 100');
      await handed(`${wider}    checks: { orders_n_check: n > 0 }\n`);
      await expect(load(server, url, 'update orders set n = -7 where id = 100')).rejects.toThrow(/orders_n_check/);
      expect((await run(folder, ['plan'])).stdout).toContain('nothing to do');
    });
  });

  it('is not asked for a small table, nor where nobody asked for it', async () => {
    const small = 'online_tool: pt-online-schema-change, copy_over: 1GB';
    await inProject(
      server,
      async ({ folder, url, put }) => {
        put('bigint');
        const applied = await run(folder, ['apply'], { env: { PATH: '/nowhere' } });
        expect(applied.exit, applied.stderr).toBe(0);
        expect(migration(folder)).toContain('-- online: pt-online-schema-change');
        expect(await typeOf(server, url)).toBe('bigint');
      },
      { safety: small },
    );
  });
});
