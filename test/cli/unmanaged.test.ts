import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../errors/screen.ts';
import { load, withDatabase, withFolder } from '../servers/databases.ts';
import { SERVERS } from '../servers/servers.ts';

const STRANGERS = {
  pg18: { sql: 'create type kept', stranger: 'type public.kept' },
  mariadb: { sql: 'set sql_mode = oracle; create package kept as procedure p(); end', stranger: 'package kept' },
} as const;

describe.each(SERVERS.filter((s) => s.name in STRANGERS))('what dbops has no word for on $title', (on) => {
  it('is named by pull and plan, left alone, and exit 3 where people are strict', async () => {
    const { sql, stranger } = STRANGERS[on.name as keyof typeof STRANGERS];
    await withFolder((folder) =>
      withDatabase(on, async (url) => {
        await load(on, url, sql);
        const pulled = await run(folder, ['pull', '--target', url]);
        expect(pulled).toMatchObject({ exit: 0 });
        expect(pulled.stdout).toContain(`not managed, left alone:\n  ${stranger}\n`);
        const planned = await run(folder, ['plan', '--exit-code']);
        expect(planned).toMatchObject({ exit: 0 });
        expect(planned.stdout).toContain(
          `nothing to do: the database is as the manifest declares\n\nnot managed, left alone:\n  ${stranger}\n`,
        );
        for (const command of ['pull', 'plan']) {
          const args = command === 'pull' ? ['--yes', '--target', url] : [];
          expect(await run(folder, [command, ...args, '--strict'])).toMatchObject({ exit: 3 });
        }
      }),
    );
  });
});

describe.each(SERVERS.filter((s) => s.name === 'mariadb'))('an attribute that dbops does not know on $title', (on) => {
  const TABLE = `set sql_mode = 'ignore_bad_table_options'; create table t (id int primary key, a int odd = '1', b int, c int)`;

  it('is listed, and keeps its table from being altered, the difference shown', async () => {
    await withFolder((folder) =>
      withDatabase(on, async (url) => {
        await load(on, url, TABLE);
        const pulled = await run(folder, ['pull', '--target', url, '--layout', 'file']);
        expect(pulled.stdout).toContain("not managed, left alone:\n  table attribute t: `odd`='1'\n");
        const file = join(folder, 'schema/schema.yaml');
        await writeFile(file, (await readFile(file, 'utf8')).replace('b: int', 'b: bigint'));
        const refused = await run(folder, ['apply', '--yes']);
        expect(refused).toMatchObject({ exit: 3 });
        expect(refused.stderr).toContain("- `a` int(11) DEFAULT NULL /* `odd`='1' */; + `a` int(11) DEFAULT NULL");
        expect(await run(folder, ['apply', '--yes', '--allow', 'loses_data:t'])).toMatchObject({ exit: 0 });
      }),
    );
  });
});

describe.each(SERVERS.filter((s) => s.dialect === 'mysql'))('a collation that the database had on $title', (on) => {
  const CODE = `alter database character set latin1 collate latin1_bin; create procedure p(x varchar(3)) select x;
    create table t (id int); create trigger g before insert on t for each row set new.id = 1;
    create event e on schedule every 1 day disable do do 1; alter database character set utf8mb4; create procedure q() do 1`;

  it('is listed where stored code keeps it', async () => {
    await withFolder((folder) =>
      withDatabase(on, async (url) => {
        await load(on, url, CODE);
        const pulled = await run(folder, ['pull', '--target', url]);
        const listed = ['procedure attribute p', 'trigger attribute g', 'event attribute e'].map(
          (what) => `  ${what}: database collation latin1_bin\n`,
        );
        expect(pulled.stdout).toContain(`not managed, left alone:\n${listed.join('')}`);
        expect(pulled.stdout).not.toContain('attribute q');
      }),
    );
  });
});

describe.each(SERVERS.filter((s) => s.dialect === 'postgres'))('a new database on $title', (on) => {
  it('has nothing of its own to report', async () => {
    await withFolder((folder) =>
      withDatabase(on, async (url) => {
        const pulled = await run(folder, ['pull', '--target', url, '--strict']);
        expect(pulled).toMatchObject({ exit: 0 });
        expect(pulled.stdout).not.toContain('not managed');
      }),
    );
  });
});

describe.each(SERVERS.filter((s) => s.name === 'pg15'))('an index of a part of the partitions on $title', (on) => {
  const ONLY = `create table p (id int, k int) partition by list (k); create table p1 partition of p for values in (1);
    create table p2 partition of p for values in (2); create index pi on only p (id); create index p1i on p1 (id);
    alter index pi attach partition p1i`;

  it('is managed, and not listed as one that failed', async () => {
    await withFolder((folder) =>
      withDatabase(on, async (url) => {
        await load(on, url, ONLY);
        expect((await run(folder, ['pull', '--strict', '--target', url])).stdout).not.toContain('not managed');
        expect(await run(folder, ['plan', '--strict', '--exit-code'])).toMatchObject({ exit: 0 });
      }),
    );
  });
});
