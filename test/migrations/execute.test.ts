import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type MigrationEvent } from '../../src/migrations/event.ts';
import { migrateDown, migrateUp, type RunResult, type UpInput } from '../../src/migrations/execute.ts';
import { repairHistory } from '../../src/migrations/repair.ts';
import { migrationStatus, verifyMigrations } from '../../src/migrations/status.ts';
import { load, rowsOf } from '../servers/databases.ts';
import { SERVERS, type TestServer } from '../servers/servers.ts';
import { pendingForDbmate, runDbmate } from './dbmate-binary.ts';
import { type Place, SAFETY, withPlace } from './sessions.ts';

async function up(place: Place, options: Partial<UpInput> = {}): Promise<RunResult> {
  const files = await place.files();
  const { dialect } = place;
  return place.use((session) => migrateUp({ session, dialect, files, safety: SAFETY, ...options }), options.signal);
}

async function down(place: Place, options: Partial<UpInput> = {}): Promise<RunResult> {
  const files = await place.files();
  return place.use((session) => migrateDown({ session, dialect: place.dialect, files, safety: SAFETY, ...options }));
}

async function states(place: Place): Promise<string[]> {
  const files = await place.files();
  const status = await place.use((session) => migrationStatus({ session, dialect: place.dialect, files }));
  return status.entries.map((e) => `${e.version} ${e.state}${e.outOfOrder ? ' late' : ''}`);
}

/** Tables and views there are, by the server's own word. */
async function tables(server: TestServer, url: string): Promise<string[]> {
  const schema = server.dialect === 'mysql' ? 'database()' : "'public'";
  const rows = await rowsOf(
    server,
    url,
    `select table_name as name from information_schema.tables where table_schema = ${schema} order by 1`,
  );
  return rows.map((r) => String(r.name)).filter((n) => !/^(dbops_|schema_migrations)/.test(n));
}

async function three(place: Place): Promise<void> {
  await place.put('1_a.sql', 'create table a (id int);\ninsert into a values (1);', 'drop table a;');
  await place.put('2_b.sql', 'create table b (id int);', 'drop table b;');
  await place.put(
    '3_c.sql',
    'create table c (id int);\ncreate view v as select id from c;',
    'drop view v;\ndrop table c;',
  );
}

describe.each(SERVERS)('migrations on $title', (server) => {
  test('go up and down, and a status writes nothing', async () => {
    await withPlace(server, async (place) => {
      await three(place);
      expect(await states(place)).toEqual(['1 pending', '2 pending', '3 pending']);
      const query = `select count(*) as n from information_schema.tables where table_name in ('history', 'dbops_history', 'schema_migrations')${server.dialect === 'mysql' ? ' and table_schema = database()' : ''}`;
      expect(Number((await rowsOf(server, place.url, query))[0]?.n)).toBe(0);

      const events: MigrationEvent[] = [];
      const first = await up(place, { steps: 1, onEvent: (e) => events.push(e) });
      expect(first.files.map((f) => f.name)).toEqual(['1_a.sql']);
      expect(
        events.map((e) =>
          e.type === 'wait' || e.type === 'rows' || e.type === 'program'
            ? e.type
            : `${e.type} ${e.status} ${e.index}/${e.of}`,
        ),
      ).toEqual([
        'file started 1/1',
        'statement started 1/2',
        'statement done 1/2',
        'statement started 2/2',
        'statement done 2/2',
        'file done 1/1',
      ]);
      expect((await up(place)).statements).toBe(3);
      expect(await tables(server, place.url)).toEqual(['a', 'b', 'c', 'v']);
      expect((await up(place)).files).toEqual([]);
      expect(await states(place)).toEqual(['1 applied', '2 applied', '3 applied']);

      expect((await down(place)).files.map((f) => f.name)).toEqual(['3_c.sql']);
      expect(await tables(server, place.url)).toEqual(['a', 'b']);
      await down(place, { to: '1' });
      expect(await tables(server, place.url)).toEqual(['a']);
      await up(place);
      await down(place, { to: '0' });
      expect(await tables(server, place.url)).toEqual([]);
      expect(await states(place)).toEqual(['1 pending', '2 pending', '3 pending']);
    });
  });

  test('tell a statement that the server refuses, by file and line, and go on once it is mended', async () => {
    await withPlace(server, async (place) => {
      await three(place);
      await place.put('2_b.sql', 'create table b (id int);\n\ncreate table a (id int);\ncreate table b2 (id int);');
      const error = await up(place).catch((e: unknown) => e);
      const apart = server.dialect === 'mysql';
      expect(error).toMatchObject({ code: apart ? 'stopped-part-way' : 'statement-failed' });
      const details = (error as { details: string[] }).details.join('\n');
      expect(details).toContain('done: 1_a.sql');
      expect(details).toMatch(/failed: .*2_b\.sql:4: create table a/);
      expect(details).toContain('not done: 3_c.sql');
      expect(details).toMatch(/already exists/);
      expect(await tables(server, place.url)).toEqual(apart ? ['a', 'b'] : ['a']);
      expect(await states(place)).toEqual(['1 applied', '2 failed', '3 pending']);

      await place.put(
        '2_b.sql',
        'create table b (id int);\n\ncreate table b2 (id int);',
        'drop table b2;\ndrop table b;',
      );
      if (apart) {
        await expect(up(place)).rejects.toMatchObject({ code: 'history-mismatch' });
        await expect(down(place)).rejects.toMatchObject({ code: 'stopped-part-way' });
        const files = await place.files();
        const repaired = await place.use((session) => repairHistory({ session, dialect: place.dialect, files }));
        expect(repaired.accepted.map((f) => f.name)).toEqual(['2_b.sql']);
      }
      await up(place);
      expect(await tables(server, place.url)).toEqual(['a', 'b', 'b2', 'c', 'v']);
      await down(place, { to: '0' });
      expect(await tables(server, place.url)).toEqual([]);
    });
  });

  test('are refused when an applied file has changed or is gone, until repaired', async () => {
    await withPlace(server, async (place) => {
      await three(place);
      await up(place);
      await place.put('2_b.sql', 'create table b (id int, more int);', 'drop table b;');
      await rm(join(place.dir, '1_a.sql'));
      await place.put('4_d.sql', 'create table d (id int);');
      const files = await place.files();
      const found = await place.use((session) => verifyMigrations({ session, dialect: place.dialect, files }));
      expect(found.map((d) => d.message)).toEqual([
        '1_a.sql was applied and its file is gone',
        '2_b.sql has changed since it was applied',
      ]);
      await expect(up(place)).rejects.toMatchObject({ code: 'history-mismatch', details: found.map((d) => d.message) });
      expect(await tables(server, place.url)).toEqual(['a', 'b', 'c', 'v']);
      const done = await place.use((session) => repairHistory({ session, dialect: place.dialect, files }));
      expect([done.accepted.map((f) => f.name), done.forgotten.map((r) => r.name)]).toEqual([['2_b.sql'], ['1_a.sql']]);
      await up(place);
      expect(await states(place)).toEqual(['2 applied', '3 applied', '4 applied']);
    });
  });

  test('run late files, and say so', async () => {
    await withPlace(server, async (place) => {
      await three(place);
      await rm(join(place.dir, '2_b.sql'));
      await up(place);
      await place.put('2_b.sql', 'create table b (id int);', 'drop table b;');
      expect(await states(place)).toEqual(['1 applied', '2 pending late', '3 applied']);
      expect((await up(place)).warnings[0]?.message).toMatch(/^2_b\.sql is older than 3_c\.sql/);
      expect(await states(place)).toEqual(['1 applied', '2 applied', '3 applied']);
    });
  });

  test('that cannot be taken back are refused before anything is done', async () => {
    await withPlace(server, async (place) => {
      await three(place);
      await place.put('2_b.sql', 'create table b (id int);', '');
      await up(place);
      await expect(down(place, { to: '0' })).rejects.toMatchObject({ code: 'irreversible-step' });
      expect(await tables(server, place.url)).toEqual(['a', 'b', 'c', 'v']);
    });
  });

  test('up to a baseline are recorded, not run', async () => {
    await withPlace(server, async (place) => {
      await three(place);
      const { recorded, files } = await up(place, { baseline: '2' });
      expect([recorded.map((f) => f.version), files.map((f) => f.version)]).toEqual([['1', '2'], ['3']]);
      expect(await tables(server, place.url)).toEqual(['c', 'v']);
      await expect(up(place, { to: '9' })).rejects.toMatchObject({ code: 'usage' });
    });
  });

  test('are refused on a copy of the database, until it is accepted', async () => {
    await withPlace(server, async (place) => {
      await three(place);
      await up(place, { to: '1' });
      const identity = server.dialect === 'mysql' ? 'dbops_identity' : 'dbops.identity';
      await load(server, place.url, `update ${identity} set value = 'another one'`);
      await expect(up(place)).rejects.toMatchObject({ code: 'wrong-database' });
      const files = await place.files();
      await place.use((session) => repairHistory({ session, dialect: place.dialect, files }));
      await up(place);
      expect(await tables(server, place.url)).toEqual(['a', 'b', 'c', 'v']);
    });
  });

  test("leave another tool's schema_migrations alone", async () => {
    await withPlace(server, async (place) => {
      await three(place);
      const golang = 'create table schema_migrations (version bigint not null primary key, dirty boolean not null)';
      await load(server, place.url, `${golang}; insert into schema_migrations values (7, false)`);
      const { warnings } = await up(place);
      expect(warnings[0]?.message).toMatch(/schema_migrations belongs to another tool \(columns version, dirty\)/);
      const rows = await rowsOf(server, place.url, 'select version from schema_migrations');
      expect(rows.map((r) => Number(r.version))).toEqual([7]);
      expect(await states(place)).toEqual(['1 applied', '2 applied', '3 applied']);
    });
  });
});

describe.each(SERVERS.filter((s) => s.variable !== null))('beside dbmate on $title', (server) => {
  test('each knows what the other ran and took back', async () => {
    await withPlace(server, async (place) => {
      await three(place);
      const { url, dir } = place;
      await up(place, { to: '1' });
      expect(await pendingForDbmate(server, url, dir)).toBe(2);
      await runDbmate(server, url, dir, 'migrate');
      expect(await states(place)).toEqual(['1 applied', '2 applied', '3 applied']);
      const adopted = await up(place);
      expect([adopted.files, adopted.recorded.map((f) => f.version)]).toEqual([[], ['2', '3']]);

      await runDbmate(server, url, dir, 'rollback');
      expect(await states(place)).toEqual(['1 applied', '2 applied', '3 pending']);
      await up(place);
      expect(await pendingForDbmate(server, url, dir)).toBe(0);
      await down(place, { steps: 2 });
      expect(await pendingForDbmate(server, url, dir)).toBe(2);
      expect(await tables(server, url)).toEqual(['a']);
    });
  });

  test('its table, once lost, is filled again and nothing is run twice', async () => {
    await withPlace(server, async (place) => {
      await three(place);
      await up(place);
      await load(server, place.url, 'drop table schema_migrations');
      await place.put('4_d.sql', 'create table d (id int);');
      expect((await up(place)).files.map((f) => f.name)).toEqual(['4_d.sql']);
      expect(await pendingForDbmate(server, place.url, place.dir)).toBe(0);
    });
  });
});
