import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { draftsOf } from '../../src/migrations/draft.ts';
import { type RenderedMigration } from '../../src/migrations/file.ts';
import { readMigrations, writeMigrations } from '../../src/migrations/files.ts';
import { dbmate, parseMigration } from '../../src/migrations/formats/dbmate.ts';
import { withoutDirectives } from '../../src/migrations/formats/directives.ts';
import { nextVersions, slugOf } from '../../src/migrations/versions.ts';
import { type DialectName } from '../../src/model/manifest.ts';
import { type Plan } from '../../src/model/step.ts';
import { HOSTILE, notesPlan, planOf } from '../migrations/plans.ts';

const root = await mkdtemp(join(tmpdir(), 'dbops-migrations-'));
afterAll(() => rm(root, { recursive: true, force: true }));

async function folder(files: Readonly<Record<string, string>>): Promise<string> {
  const dir = await mkdtemp(join(root, 'dir-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text);
  return dir;
}

const NOW = new Date('2026-02-03T04:05:06.789Z');

function rendered(plan: Plan, name: string, dialect: DialectName): readonly RenderedMigration[] {
  const context = { now: NOW, dialect, existing: [], sources: [], project: 'test' };
  return dbmate.write(draftsOf(plan, { ...context, name }), context);
}

describe.each(['postgres', 'mysql'] as const)('a plan on %s', (dialect) => {
  test('is written and read back with every statement as it was', async () => {
    const dir = join(root, dialect, 'not', 'there', 'yet');
    const plan = notesPlan(dialect);
    const written = rendered(plan, 'Add notes!', dialect);
    await writeMigrations(dir, written);
    const { files, diagnostics } = await readMigrations(dir, dbmate, dialect);
    expect(diagnostics).toEqual([]);
    expect(files.map((f) => f.name)).toEqual(
      dialect === 'mysql'
        ? ['20260203040506_add_notes.sql']
        : [
            '20260203040506_add_notes_1of3.sql',
            '20260203040507_add_notes_2of3.sql',
            '20260203040508_add_notes_3of3.sql',
          ],
    );
    expect(files.map((f) => f.up.transaction)).toEqual(dialect === 'mysql' ? [false] : [true, false, true]);
    expect(files.map((f) => f.down?.transaction)).toEqual(dialect === 'mysql' ? [false] : [true, false, true]);
    expect(files.every((f) => f.header.plan === plan.digest)).toBe(true);
    const ups = files.flatMap((f) => f.up.statements);
    expect(ups).toHaveLength(4);
    expect(ups.map((s) => s.timeout)).toEqual([undefined, undefined, 0, undefined]);
    expect(ups[0]?.sql).toBe('create table notes (id int primary key, body varchar(100))');
    expect(ups[3]?.sql).toBe('create view bodies as select body from notes');
    const downs = files.toReversed().flatMap((f) => f.down?.statements.map((s) => s.sql) ?? []);
    expect(downs.map((s) => s.split(' ').slice(0, 2).join(' '))).toEqual([
      'drop view',
      'drop index',
      dialect === 'mysql' ? 'alter table' : 'comment on',
      'drop table',
    ]);
    for (const { text } of written) {
      const up = text.match(/^--\s*migrate:up/gm);
      expect([up?.length, text.match(/^--\s*migrate:down/gm)?.length]).toEqual([1, 1]);
    }
    expect(await readdir(dir)).toEqual(files.map((f) => f.name));
    await expect(writeMigrations(dir, written)).rejects.toMatchObject({ code: 'duplicate-name' });
  });

  test('with a step that nothing takes back says why, and its down fails', () => {
    const plan = planOf([
      { sql: 'alter table notes add a int', undo: ['alter table notes drop column a'] },
      {
        sql: 'drop table other',
        undo: null,
        hazards: [{ kind: 'loses_data', object: 'table:public.other', message: "drops the table other's rows" }],
      },
    ]);
    const [file] = rendered(plan, 'x', dialect);
    const bytes = Buffer.from(file?.text ?? '');
    const parsed = parseMigration({ name: '1_x.sql', path: '1_x.sql', bytes }, dialect);
    expect(parsed.file?.down?.irreversible).toBe("drops the table other's rows");
    expect(parsed.file?.down?.statements[0]?.sql).toMatch(dialect === 'mysql' ? /^SIGNAL/ : /^DO /);
    expect(parsed.file?.down?.statements[1]?.sql).toBe('alter table notes drop column a');
  });
});

describe('what dbmate would refuse or leave out is found', () => {
  const cases: readonly (readonly [string, string, string, RegExp, number | undefined])[] = [
    ['no up', '1_a.sql', 'select 1;\n-- migrate:down\n', /no `-- migrate:up`/, 1],
    ['no down', '1_a.sql', '-- migrate:up\nselect 1;\n', /no `-- migrate:down`/, 3],
    ['order', '1_a.sql', '-- migrate:down\nselect 1;\n-- migrate:up\n', /stands before/, 1],
    ['two pairs', '1_a.sql', '-- migrate:up\n-- migrate:down\n-- migrate:up\n-- migrate:down\n', /second section/, 3],
    ['early', '1_a.sql', '-- hi\n\n  select 1;\n-- migrate:up\n-- migrate:down\n', /would never run/, 3],
    ['name', 'add_a.sql', '-- migrate:up\n-- migrate:down\n', /does not begin with a version/, undefined],
  ];
  test.each(cases)('%s', async (_, name, text, message, line) => {
    const { diagnostics } = await readMigrations(await folder({ [name]: text }), dbmate, 'postgres');
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.message).toMatch(message);
    expect(diagnostics[0]?.at?.line).toBe(line);
    expect(diagnostics[0]?.hint).toBeTruthy();
  });

  test('one version twice, all at once', async () => {
    const text = '-- migrate:up\nselect 1;\n-- migrate:down\nselect 1;\n';
    const dir = await folder({ '1_a.sql': text, '1_b.sql': text, '2_c.sql': text, 'x.sql': text, 'readme.md': 'x' });
    await mkdir(join(dir, '3_dir.sql'));
    const { files, diagnostics } = await readMigrations(dir, dbmate, 'postgres');
    expect(files.map((f) => f.name)).toEqual(['1_a.sql', '1_b.sql', '2_c.sql']);
    expect(diagnostics.map((d) => d.code).sort()).toEqual(['bad-name', 'duplicate-name']);
  });

  test('a folder that is not there holds nothing', async () => {
    expect(await readMigrations(join(root, 'nowhere'), dbmate, 'mysql')).toMatchObject({ files: [], diagnostics: [] });
  });

  test('windows line ends and spacing that dbmate accepts', async () => {
    const text = '-- a comment\r\n--migrate:up   transaction:false\r\ncreate table a (b int);\r\n--  migrate:down\r\n';
    const { files } = await readMigrations(await folder({ '007 x.sql': text }), dbmate, 'postgres');
    expect(files[0]).toMatchObject({
      version: '007',
      up: { transaction: false, statements: [{ sql: 'create table a (b int)', line: 3 }] },
      down: { transaction: true, statements: [] },
    });
  });
});

describe('versions', () => {
  const existing = (...names: string[]): { version: string; name: string }[] =>
    names.map((name) => ({ name, version: /^\d+/.exec(name)?.[0] ?? '' }));

  test('begin now and grow by seconds', () => {
    expect(nextVersions(2, new Date('2026-12-31T23:59:59Z'), [])).toEqual(['20261231235959', '20270101000000']);
  });
  test('come after files of the future, of the same second, and of another scheme', () => {
    expect(nextVersions(1, NOW, existing('20991231235959_x.sql'))).toEqual(['21000101000000']);
    expect(nextVersions(2, NOW, existing('20260203040506_x.sql'))).toEqual(['20260203040507', '20260203040508']);
    expect(nextVersions(1, NOW, existing('0001_a.sql', '0002_b.sql'))).toEqual(['20260203040506']);
    expect(nextVersions(1, NOW, existing('8888_a.sql'))).toEqual(['8889']);
    expect(() => nextVersions(1, NOW, existing('99_a.sql'))).toThrow(/sorts after 99/);
  });
  test('slugs are plain', () => {
    expect(slugOf('Größe: “Ünïcode” & more/../..')).toBe('gro_e_unicode_more');
    expect(slugOf('../..')).toBe('changes');
  });
});

test('a statement without a directive stays as it is', () => {
  for (const sql of ['select 1', "select '-- migrate:up'", 'select 1 -- migrate:up']) {
    expect(withoutDirectives(sql, 'postgres')).toBe(sql);
  }
  expect(withoutDirectives(`select '${HOSTILE.replace("'", '')}'`, 'mysql')).not.toMatch(/^--\s*migrate/m);
});
