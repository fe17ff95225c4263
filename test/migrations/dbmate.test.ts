import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { draftsOf } from '../../src/migrations/draft.ts';
import { writeMigrations } from '../../src/migrations/files.ts';
import { dbmate } from '../../src/migrations/formats/dbmate.ts';
import { type Plan } from '../../src/model/step.ts';
import { rowsOf, withDatabase } from '../servers/databases.ts';
import { SERVERS, type TestServer } from '../servers/servers.ts';
import { pendingForDbmate, runDbmate } from './dbmate-binary.ts';
import { HOSTILE, notesPlan, planOf } from './plans.ts';

/** An empty database and the files of the plan in a folder. */
async function withFiles(
  server: TestServer,
  plan: Plan,
  work: (url: string, dir: string, count: number) => Promise<void>,
): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'dbops-dbmate-'));
  const options = { name: 'notes', now: new Date(), dialect: server.dialect, existing: [] };
  const paths = await writeMigrations(
    dir,
    dbmate.write(draftsOf(plan, options), { ...options, project: 'test', sources: [] }),
  );
  try {
    await withDatabase(server, (url) => work(url, dir, paths.length));
  } finally {
    await rm(dir, { recursive: true });
  }
}

const COMMENT = {
  postgres: `select obj_description('notes'::regclass) as text`,
  mysql: `select table_comment as text from information_schema.tables where table_schema = database() and table_name = 'notes'`,
};
const TABLES = `select table_name as name from information_schema.tables
  where table_schema in ('public', database_name) and table_name <> 'schema_migrations'`;

const listening = SERVERS.filter((s) => s.variable !== null);

describe.each(listening)('dbmate on $title', (server) => {
  const tables = TABLES.replace('database_name', server.dialect === 'mysql' ? 'database()' : "''");

  test('runs our files up and down, and the server gets every value', async () => {
    await withFiles(server, notesPlan(server.dialect), async (url, dir, count) => {
      expect(await pendingForDbmate(server, url, dir)).toBe(count);
      await runDbmate(server, url, dir, 'migrate');
      expect(await rowsOf(server, url, COMMENT[server.dialect])).toEqual([{ text: HOSTILE }]);
      expect((await rowsOf(server, url, tables)).map((r) => r.name).sort()).toEqual(['bodies', 'notes']);
      expect(await pendingForDbmate(server, url, dir)).toBe(0);
      for (let i = 0; i < count; i++) await runDbmate(server, url, dir, 'rollback');
      expect(await rowsOf(server, url, tables)).toEqual([]);
      expect(await pendingForDbmate(server, url, dir)).toBe(count);
    });
  });

  test('is stopped by the down of a migration that nothing takes back', async () => {
    const plan = planOf([
      { sql: 'create table kept (a int)', undo: ['drop table kept'] },
      {
        sql: 'create table other (a int)',
        undo: null,
        hazards: [{ kind: 'irreversible', object: 'table:x', message: `it's \\ "gone" ${"'".repeat(200)}` }],
      },
    ]);
    await withFiles(server, plan, async (url, dir) => {
      await runDbmate(server, url, dir, 'migrate');
      await expect(runDbmate(server, url, dir, 'rollback')).rejects.toThrow(/irreversible: it's \\ "gone"/);
      expect((await rowsOf(server, url, tables)).map((r) => r.name).sort()).toEqual(['kept', 'other']);
      expect(await pendingForDbmate(server, url, dir)).toBe(0);
    });
  });
});
