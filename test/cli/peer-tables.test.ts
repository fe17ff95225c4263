import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../errors/screen.ts';
import { load, rowsOf, withDatabase, withFolder } from '../servers/databases.ts';
import { SERVERS } from '../servers/servers.ts';

/** What Rails and Alembic remember by; the first is named like dbmate's and is none. */
const TABLES = `create table schema_migrations (version varchar(400) not null primary key);
  create table alembic_version (version_num varchar(32) not null, primary key (version_num));
  insert into schema_migrations values ('1')`;

describe.each(SERVERS)('tables of migration tools on $title', (on) => {
  it('are pulled, made elsewhere, and not written to', async () => {
    await withFolder((folder) =>
      withDatabase(on, (url) =>
        withDatabase(on, async (other) => {
          await load(on, url, TABLES);
          expect(await run(folder, ['pull', '--layout', 'file', '--target', url])).toMatchObject({ exit: 0 });
          expect(await run(folder, ['plan', '--strict', '--exit-code'])).toMatchObject({ exit: 0 });
          expect(await run(folder, ['apply', '--yes', '--target', other])).toMatchObject({ exit: 0 });
          expect(await run(folder, ['plan', '--strict', '--exit-code', '--target', other])).toMatchObject({ exit: 0 });
          expect(await rowsOf(on, other, 'select version from schema_migrations')).toEqual([]);
          expect(await run(folder, ['migrate', 'status', '--target', other])).toMatchObject({ exit: 0, stderr: '' });
          expect(await run(folder, ['migrate', 'down', '--all', '--yes', '--target', other])).toMatchObject({
            exit: 0,
          });
        }),
      ),
    );
  });

  it('are listed and left alone where they are not declared', async () => {
    await withFolder((folder) =>
      withDatabase(on, async (url) => {
        const tables =
          on.dialect === 'mysql'
            ? ['alembic_version', 'schema_migrations']
            : ['public.alembic_version', 'public.schema_migrations'];
        await load(on, url, 'create table t (id int primary key)');
        expect(await run(folder, ['pull', '--layout', 'file', '--target', url])).toMatchObject({ exit: 0 });
        await load(on, url, TABLES);
        const planned = await run(folder, ['plan', '--exit-code']);
        expect(planned).toMatchObject({ exit: 0 });
        expect(planned.stdout).toContain(`not managed, left alone:\n${tables.map((t) => `  table ${t}\n`).join('')}`);
        const config = join(folder, 'dbops.yaml');
        await writeFile(config, (await readFile(config, 'utf8')).replace('layout: dbmate', 'layout: alembic'));
        const own = await run(folder, ['plan', '--strict']);
        expect(own).toMatchObject({ exit: 3 });
        expect(own.stdout).not.toContain('alembic_version');
      }),
    );
  });

  it("are the layout's own where it keeps them, and declaring them says so", async () => {
    await withFolder((folder) =>
      withDatabase(on, async (url) => {
        await load(on, url, 'create table t (id int primary key)');
        expect(await run(folder, ['pull', '--layout', 'file', '--target', url])).toMatchObject({ exit: 0 });
        const schema = join(folder, 'schema/schema.yaml');
        const text = await readFile(schema, 'utf8');
        await writeFile(
          schema,
          `${text}  schema_migrations:\n    columns: { version: varchar(128) }\n    primary_key: [version]\n  u: { columns: { id: int } }\n`,
        );
        const applied = await run(folder, ['apply', '--yes']);
        expect(applied).toMatchObject({ exit: 0 });
        expect(applied.stderr).toMatch(
          /warning\[not-managed\]: table (public\.)?schema_migrations is where dbmate remembers what ran/,
        );
        expect(await rowsOf(on, url, 'select count(*) as n from schema_migrations')).toMatchObject([
          { n: expect.anything() },
        ]);
        await writeFile(schema, `${text}  u: { columns: { id: int } }\n`);
        expect(await run(folder, ['plan', '--strict', '--exit-code'])).toMatchObject({ exit: 0 });
      }),
    );
  });
});

it('a schema that the layout keeps is declared in vain, and that is said', async () => {
  const on = SERVERS.find((s) => s.dialect === 'postgres');
  if (on === undefined) throw new Error('no PostgreSQL among the servers');
  await withFolder((folder) =>
    withDatabase(on, async (url) => {
      await load(on, url, 'create schema sqitch; create table sqitch.changes (id int primary key)');
      expect(await run(folder, ['pull', '--layout', 'file', '--target', url])).toMatchObject({ exit: 0 });
      const config = join(folder, 'dbops.yaml');
      await writeFile(config, (await readFile(config, 'utf8')).replace('layout: dbmate', 'layout: sqitch'));
      const planned = await run(folder, ['plan', '--exit-code']);
      expect(planned).toMatchObject({ exit: 0 });
      expect(planned.stderr).toMatch(/warning\[not-managed\]: schema sqitch is where sqitch remembers what ran/);
    }),
  );
});

it('a schema that holds what is left alone cannot go, and that is said before anything runs', async () => {
  const on = SERVERS.find((s) => s.dialect === 'postgres');
  if (on === undefined) throw new Error('no PostgreSQL among the servers');
  await withFolder((folder) =>
    withDatabase(on, async (url) => {
      await load(on, url, 'create table t (id int primary key)');
      expect(await run(folder, ['pull', '--layout', 'file', '--target', url])).toMatchObject({ exit: 0 });
      await load(
        on,
        url,
        'create schema app; create table app.alembic_version (version_num varchar(32) not null); create type app.shell; create table app.a (id int); alter table t add u int',
      );
      const applied = await run(folder, ['apply', '--yes', '--allow', 'loses_data']);
      expect(applied.exit).toBe(3);
      expect(applied.stderr.match(/error\[not-managed\]: .*/g)).toEqual([
        'error[not-managed]: the schema app cannot go: dbops leaves the table app.alembic_version in it alone',
        'error[not-managed]: the schema app cannot go: dbops leaves the type app.shell in it alone',
      ]);
      await load(on, url, 'drop type app.shell; drop table app.alembic_version; create extension citext schema app');
      expect(await run(folder, ['apply', '--yes', '--allow', 'loses_data'])).toMatchObject({ exit: 0 });
    }),
  );
});
