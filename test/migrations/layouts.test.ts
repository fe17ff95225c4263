import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { draftsOf } from '../../src/migrations/draft.ts';
import { migrateDown, migrateUp } from '../../src/migrations/execute.ts';
import { readMigrations, writeMigrations } from '../../src/migrations/files.ts';
import { atlasSum } from '../../src/migrations/formats/atlas.ts';
import { flywayChecksum, javaHash } from '../../src/migrations/formats/flyway.ts';
import { lockId } from '../../src/migrations/formats/golang-migrate.ts';
import { graphileHash } from '../../src/migrations/formats/graphile-migrate.ts';
import { LAYOUTS } from '../../src/migrations/formats/layouts.ts';
import { bodyOf, literalAt, pythonLiteral } from '../../src/migrations/formats/python.ts';
import { parsePlan } from '../../src/migrations/formats/sqitch-plan.ts';
import { migrationStatus } from '../../src/migrations/status.ts';
import { type DialectName } from '../../src/model/manifest.ts';
import { migrateAdopt } from '../../src/workflows/adopt.ts';
import { migrateRepairCommand } from '../../src/workflows/migrate.ts';
import { openRun } from '../../src/workflows/run.ts';
import { write } from '../cli/project.ts';
import { rowsOf, withDatabase, withFolder } from '../servers/databases.ts';
import { server, type TestServer } from '../servers/servers.ts';
import { HOSTILE, notesPlan, planOf } from './plans.ts';
import { DIALECTS, SAFETY } from './sessions.ts';

const NOW = new Date('2026-02-03T04:05:06Z');
const ONE_WAY = new Set(['atlas', 'graphile-migrate']);
const of = (dialect: DialectName): string[] =>
  Object.values(LAYOUTS)
    .filter((l) => l.only === undefined || l.only === dialect)
    .map((l) => l.name);

/** The files of the hostile plan in a layout, in a folder. */
async function withLayout(name: string, dialect: DialectName, work: (dir: string) => Promise<void>): Promise<void> {
  const layout = LAYOUTS[name];
  if (layout === undefined) throw new Error(name);
  const dir = await mkdtemp(join(tmpdir(), 'dbops-layout-'));
  try {
    const context = { dialect, project: 'test', now: NOW, sources: [], existing: [] };
    await writeMigrations(dir, layout.write(draftsOf(notesPlan(dialect), { ...context, name: 'Add notes!' }), context));
    await work(dir);
  } finally {
    await rm(dir, { recursive: true });
  }
}

describe.each((['postgres', 'mysql'] as const).flatMap((d) => of(d).map((n) => [n, d] as const)))(
  '%s on %s',
  (name, dialect) => {
    test('gives back what was written: statements, values, transactions, digests', async () => {
      await withLayout(name, dialect, async (dir) => {
        const layout = LAYOUTS[name];
        if (layout === undefined) throw new Error(name);
        const { files, diagnostics } = await readMigrations(dir, layout, dialect);
        expect(diagnostics).toEqual([]);
        expect(files.map((f) => f.foreign)).toEqual(files.map(() => undefined));
        const plan = notesPlan(dialect);
        expect(files.map((f) => f.header.plan)).toEqual(files.map(() => plan.digest));
        const said = (sql: string): string =>
          sql
            .replace(/ -- all of them; really$/, '')
            .replaceAll(/\\n|\s+/g, ' ')
            .replaceAll("' '", ' ')
            .replaceAll(/ +/g, ' ');
        expect(files.flatMap((f) => f.up.statements.map((s) => said(s.sql)))).toEqual(
          plan.steps.map((s) => said(s.sql)),
        );
        expect(files.map((f) => f.up.transaction)).toEqual(dialect === 'mysql' ? [false] : [true, false, true]);
        const undos = plan.steps.toReversed().flatMap((s) => s.undo ?? []);
        const downs = files.toReversed().flatMap((f) => f.down?.statements.map((s) => s.sql) ?? []);
        expect(downs).toEqual(ONE_WAY.has(name) ? [] : undos);
      });
    });
  },
);

/** How a tool holds its lock, and gives it back. */
const HELD: Readonly<Record<string, Readonly<Record<DialectName, readonly [string, string]>>>> = {
  liquibase: {
    postgres: [
      "update databasechangeloglock set locked = true, lockedby = 'host (::1)' where id = 1",
      'update databasechangeloglock set locked = false, lockedby = null where id = 1',
    ],
    mysql: [
      "update DATABASECHANGELOGLOCK set LOCKED = 1, LOCKEDBY = 'host (::1)' where ID = 1",
      'update DATABASECHANGELOGLOCK set LOCKED = 0, LOCKEDBY = null where ID = 1',
    ],
  },
  atlas: {
    postgres: ['select pg_advisory_lock(2686470616)', 'select pg_advisory_unlock(2686470616)'],
    mysql: ["select get_lock('atlas_migrate_execute', 0)", "select release_lock('atlas_migrate_execute')"],
  },
};

const on = [server('pg18'), server('mysql')].filter((s): s is TestServer => s !== undefined);
describe.each(on.flatMap((s) => of(s.dialect).map((n) => [n, s.title, s] as const)))('%s on %s', (name, _, at) => {
  test('runs, tells its own table, and follows that table', { timeout: 60_000 }, async () => {
    await withLayout(name, at.dialect, async (dir) => {
      await withDatabase(at, async (url) => {
        const layout = LAYOUTS[name];
        const dialect = DIALECTS[at.dialect];
        if (layout === undefined) throw new Error(name);
        const { files } = await readMigrations(dir, layout, at.dialect);
        await using session = await dialect.connect(url);
        const input = { session, dialect, files, layout, safety: SAFETY, project: 'test' };
        await migrateUp({ ...input, steps: 1 });
        const [hold, loosen] = HELD[name]?.[at.dialect] ?? [];
        if (hold !== undefined && loosen !== undefined) {
          await using other = await dialect.connect(url);
          await other.run(hold);
          const message = `${name} is at work on this database`;
          await expect(migrateUp({ ...input, lockWait: 100 })).rejects.toThrow(message);
          await other.run(loosen);
        }
        await migrateUp(input);
        const comment =
          at.dialect === 'postgres'
            ? `select obj_description('notes'::regclass) as text`
            : `select table_comment as text from information_schema.tables where table_schema = database() and table_name = 'notes'`;
        expect(await rowsOf(at, url, comment)).toEqual([{ text: HOSTILE }]);
        const peer = await layout.peer.read(session, dialect, files);
        expect(peer).toEqual({ table: 'present', versions: new Set(files.map((f) => f.version)) });
        expect(
          (await dialect.read(session, { schemas: ['*'], ignore: [] })).objects
            .filter((o) => o.kind === 'table')
            .map((o) => o.name),
        ).toEqual(['notes']);
        if (ONE_WAY.has(name)) return;
        await migrateDown({ ...input, steps: 1 });
        const left = await layout.peer.read(session, dialect, files);
        expect(left).toEqual({ table: 'present', versions: new Set(files.slice(0, -1).map((f) => f.version)) });
        // What the tool takes back by itself is pending again; what it has run needs no second run.
        await migrateUp(input);
        const last = files.at(-1);
        if (last === undefined) throw new Error('no files');
        const context = { session, dialect, files, project: 'test' };
        for (const query of layout.peer.remove(last, context)) await session.run(query);
        expect((await migrationStatus(input)).pending.map((f) => f.version)).toEqual([last.version]);
        for (const query of layout.peer.add(last, context)) await session.run(query);
        expect((await migrationStatus(input)).pending).toEqual([]);
      });
    });
  });
});

const first = on[0];
test.skipIf(first === undefined)(
  'a history goes from tool to tool, and each then has nothing to do',
  { timeout: 120_000 },
  async () => {
    if (first === undefined) return;
    await withFolder((folder) =>
      withDatabase(first, async (url) => {
        write(folder, {
          'dbops.yaml': `version: 1\nname: move\ndialect: ${first.dialect}\ntargets: { live: { url: "${url}" } }\n`,
          'flyway/V1__one.sql': 'create table one (a int);\n',
          'flyway/V1_1__two.sql': 'create table two (a int);\n',
          'flyway/V1.10__three.sql': 'create table three (a int);\n',
        });
        const dialect = DIALECTS[first.dialect];
        const layout = LAYOUTS.flyway;
        if (layout === undefined) throw new Error('flyway');
        {
          await using session = await dialect.connect(url);
          const { files } = await readMigrations(join(folder, 'flyway'), layout, first.dialect);
          expect(files.map((f) => f.version)).toEqual(['1', '1.1', '1.10']);
          await migrateUp({ session, dialect, files, layout, safety: SAFETY, steps: 2 });
          await session.run('drop schema dbops cascade');
        }
        const run = (): ReturnType<typeof openRun> => openRun('adopt', { cwd: folder });
        const adopted = await migrateAdopt(run(), { from: 'flyway', to: undefined, dir: 'flyway' });
        expect(adopted.json).toMatchObject({
          recorded: ['00000000000001_one.sql', '00000000000002_two.sql'],
          pending: 1,
        });
        const tools = of(first.dialect).filter((n) => n !== 'dbmate' && n !== 'golang-migrate' && n !== 'flyway');
        for (const to of tools) {
          expect((await migrateAdopt(run(), { from: undefined, to, dir: to })).json).toMatchObject({ pending: 1 });
          await using session = await dialect.connect(url);
          const other = LAYOUTS[to];
          if (other === undefined) throw new Error(to);
          const { files } = await readMigrations(join(folder, to), other, first.dialect);
          const peer = await other.peer.read(session, dialect, files);
          expect({ to, peer }).toEqual({
            to,
            peer: { table: 'present', versions: new Set(files.slice(0, 2).map((f) => f.version)) },
          });
          write(folder, {
            'dbops.yaml': `version: 1\nname: move\ndialect: ${first.dialect}\ntargets: { live: { url: "${url}" } }\nmigrations: { dir: ${to}, layout: ${to} }\n`,
          });
          await migrateRepairCommand(run());
          await rm(join(folder, 'migrations'), { recursive: true, force: true });
          expect((await migrateAdopt(run(), { from: undefined, to: 'dbops', dir: 'migrations' })).json).toMatchObject({
            pending: 1,
          });
          write(folder, {
            'dbops.yaml': `version: 1\nname: move\ndialect: ${first.dialect}\ntargets: { live: { url: "${url}" } }\n`,
          });
          await migrateRepairCommand(run());
        }
      }),
    );
  },
);

describe('documented bytes', () => {
  test('Flyway: CRC32 over lines without their ends; the lock of a table', () => {
    expect(flywayChecksum(Buffer.from('a\r\nb\n'))).toBe(flywayChecksum(Buffer.from('\uFEFFa\nb')));
    expect(flywayChecksum(Buffer.from('SELECT 1;'))).not.toBe(flywayChecksum(Buffer.from('SELECT 1; ')));
    expect(77431708279161n + BigInt(javaHash('"public"."flyway_schema_history"'))).toBe(77433833903597n);
    expect(javaHash('hello')).toBe(99162322);
  });

  test('golang-migrate: the lock is a CRC32 times its salt', () => {
    expect(lockId('')).toBe('0');
    expect(Number(lockId('public\0schema_migrations\0db'))).toBeLessThan(2 ** 32);
  });

  test('graphile-migrate: each hash covers the one before', () => {
    const one = graphileHash('', 'select 1;');
    expect(one).toMatch(/^sha1:[0-9a-f]{40}$/);
    expect(graphileHash('', '\nselect 1;\n\n')).toBe(one);
    expect(graphileHash(one, 'select 1;')).not.toBe(one);
  });

  test('Atlas: a line for each file, in the order of their names', () => {
    const source = (name: string, text: string): { name: string; path: string; bytes: Buffer } => ({
      name,
      path: name,
      bytes: Buffer.from(text),
    });
    const lines = atlasSum([source('2_b.sql', 'b'), source('1_a.sql', 'a'), source('3_c.sql', '-- atlas:sum ignore\n')])
      .trim()
      .split('\n');
    expect(lines.map((l) => l.replace(/h1:.*/, 'h1'))).toEqual(['h1', '1_a.sql h1', '2_b.sql h1']);
  });

  test('Sqitch: names, dependencies, tags and notes of a plan', async () => {
    const plan = parsePlan(
      '%syntax-version=1.0.0\n%project=flipr\n%uri=https://x/\n\nusers 2013-12-30T23:19:45Z A B <a@b.c> # Makes users.\nflips [users !nope] 2013-12-31T00:00:00Z A B <a@b.c>\n@v1 2013-12-31T00:01:00Z A B <a@b.c> # tag\n',
    );
    expect(plan.changes.map((c) => [c.name, c.requires, c.conflicts, c.tags, c.note])).toEqual([
      ['users', [], [], [], 'Makes users.'],
      ['flips', ['users'], ['nope'], ['@v1'], ''],
    ]);
    expect(plan.changes[0]?.id).toMatch(/^[0-9a-f]{40}$/);
  });

  test('Python: literals of every kind, and bodies that they do not end', () => {
    for (const text of ['a "b" \'c\'\n\\d', 'x"""y', 'ends in "', 'back\\', HOSTILE, 'ü\u2028']) {
      expect(literalAt(pythonLiteral(text), 0)?.value).toBe(text);
    }
    const code = 'def upgrade():\n    op.execute("""\ndef downgrade():\n""")\n\ndef downgrade():\n    pass\n';
    expect(bodyOf(code, 'downgrade')?.body).toBe('    pass\n');
  });
});

test('what dbops does not understand is left to the tool, and said', async () => {
  await withFolder(async (folder) => {
    write(folder, {
      'versions/b_x.py': `"""x"""\nrevision = 'b'\ndown_revision = 'a'\ndef upgrade():\n    op.create_table('x')\n`,
      'versions/a_y.py': `revision: str = "a"\ndown_revision: str = None\ndef upgrade():\n    """doc"""\n    op.execute("select '\\\\:x'")\n`,
    });
    const layout = LAYOUTS.alembic;
    if (layout === undefined) throw new Error('alembic');
    const { files } = await readMigrations(folder, layout, 'postgres');
    expect(files.map((f) => [f.version, f.foreign !== undefined, f.up.statements.map((s) => s.sql)])).toEqual([
      ['a', false, ["select ':x'"]],
      ['b', true, []],
    ]);
    expect(await readFile(join(folder, 'versions/a_y.py'), 'utf8')).toContain('doc');
  });
});

test('a migration that nothing takes back says so in every layout', async () => {
  const plan = planOf([
    {
      sql: 'drop table other',
      undo: null,
      hazards: [{ kind: 'loses_data', object: 'table:x', message: 'drops rows' }],
    },
  ]);
  for (const name of of('postgres').filter((n) => !ONE_WAY.has(n))) {
    const layout = LAYOUTS[name];
    if (layout === undefined) throw new Error(name);
    const context = { dialect: 'postgres' as const, project: 'x', now: NOW, sources: [], existing: [] };
    const written = layout.write(draftsOf(plan, { ...context, name: 'x' }), context);
    const sources = written
      .map(({ path, text }) => ({ name: path, path, bytes: Buffer.from(text) }))
      .filter((s) => layout.owns(s.name));
    expect([name, layout.read(sources, 'postgres').files[0]?.down?.irreversible]).toEqual([name, 'drops rows']);
  }
});
