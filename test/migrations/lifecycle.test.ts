import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseSum } from '../../src/migrations/sum.ts';
import { type ApplyOptions, apply } from '../../src/workflows/apply.ts';
import { generate } from '../../src/workflows/generate.ts';
import { migrateStatusCommand, migrateUpCommand } from '../../src/workflows/migrate.ts';
import { migrateNew } from '../../src/workflows/migrate-new.ts';
import { migrateRebase } from '../../src/workflows/migrate-rebase.ts';
import { migrateSquash } from '../../src/workflows/migrate-squash.ts';
import { openRun, type Run } from '../../src/workflows/run.ts';
import { NO_OPTIONS, write } from '../cli/project.ts';
import { load, rowsOf, withDatabase, withFolder } from '../servers/databases.ts';
import { server } from '../servers/servers.ts';

const APPLY: ApplyOptions = { allow: [], name: 'x', seeds: false, rehearse: false };

/** A project of one table on a protected target, and on one that is not there. */
function project(folder: string, dialect: string, url: string, dev: string, columns: string): void {
  const nowhere = dialect === 'mysql' ? url : 'postgres://nobody@127.0.0.1:1/x';
  write(folder, {
    'dbops.yaml': `version: 1
name: life
dialect: ${dialect}
include: { schema: [schema/*.yaml] }
targets:
  live: { url: "${url}", protected: true, dev: "${dev}" }
  nowhere: { url: "${nowhere}", dev: "${dev}" }
default_target: live
`,
    'schema/a.yaml': `tables: { a: { columns: { id: { type: int, not_null: true }${columns} }, primary_key: [id] } }\n`,
  });
}

describe.each([server('pg18'), server('mysql')].filter((s) => s !== undefined))(
  'the life of migrations on $title',
  (on) => {
    test('from the first file to one for all of them', { timeout: 300_000 }, async () => {
      await withFolder((folder) =>
        withDatabase(on, (dev) =>
          withDatabase(on, async (url) => {
            const at = (target = 'live'): Run => openRun('test', { cwd: folder, target });
            const dir = join(folder, 'migrations');
            const files = (): string[] =>
              readdirSync(dir)
                .filter((f) => f.endsWith('.sql'))
                .sort();
            const put = (name: string, up: string): void =>
              writeFileSync(join(dir, name), `-- migrate:up\n${up};\n\n-- migrate:down\nselect 1;\n`);
            const tables = async (): Promise<string[]> => {
              const schema = on.dialect === 'mysql' ? 'database()' : "'public'";
              const query = `select table_name as name from information_schema.tables where table_schema = ${schema}`;
              return (await rowsOf(on, url, query))
                .map((r) => String(r.name))
                .filter((n) => !/^(dbops|schema)_/.test(n))
                .sort();
            };

            project(folder, on.dialect, url, dev, '');
            const options = { allow: [], rehearse: false };
            await generate(at('nowhere'), { ...options, name: 'first' });
            project(folder, on.dialect, url, dev, ', n: int');
            const second = await generate(at('nowhere'), { ...options, name: 'second' });
            expect(second.json).toMatchObject({ from: 'files' });
            expect(second.json).toHaveProperty('steps.length', 1);
            expect(files().map((f) => f.slice(14))).toEqual(['_first.sql', '_second.sql']);

            const told = await migrateUpCommand(at(), { ...NO_OPTIONS, dryRun: true });
            expect(told.json).toMatchObject({ dryRun: true, statements: 2 });
            expect(await tables()).toEqual([]);
            await migrateUpCommand(at(), NO_OPTIONS);
            expect((await generate(at(), { ...options, name: 'x', from: 'live' })).json).toMatchObject({ files: [] });

            // What others do to a protected target is found by name.
            await load(on, url, 'alter table a add z int');
            await migrateNew(at(), { name: 'by hand' });
            await expect(migrateUpCommand(at(), NO_OPTIONS)).rejects.toThrow(/table (public\.)?a has changed/);
            await expect(apply(at(), APPLY)).rejects.toThrow(/table (public\.)?a has changed/);
            await load(on, url, 'alter table a drop column z');
            await migrateUpCommand(at(), NO_OPTIONS);

            // Two branches: a conflict in the sum, both orders proved, mine go last; what they share is known by its text.
            const before = readFileSync(join(dir, 'dbops.sum'), 'utf8').split('\n').slice(1, -1).join('\n');
            const [first = ''] = files();
            put('30000101000000_mine.sql', 'create table mine (a int)');
            await migrateRebase(at(), { mine: 'ours' });
            const mine = readFileSync(join(dir, 'dbops.sum'), 'utf8').split('\n').at(-2);
            await migrateUpCommand(at(), NO_OPTIONS);
            put('30000102000000_theirs.sql', 'create table theirs (a int)');
            const conflict = `${before}\n<<<<<<< HEAD\n${mine}\n=======\n30000102000000_theirs.sql ${mine?.split(' ')[1]}\n>>>>>>> x\n`;
            writeFileSync(join(dir, 'dbops.sum'), conflict);
            await expect(migrateStatusCommand(at())).rejects.toThrow(/merge conflict/);
            await migrateRebase(at(), { mine: 'ours' });
            expect(files().slice(-2)).toEqual(['30000102000000_theirs.sql', '30000102000001_mine.sql']);
            expect(parseSum(readFileSync(join(dir, 'dbops.sum'), 'utf8')).lines.map((l) => l.name)).toEqual(files());
            await expect(migrateUpCommand(at(), NO_OPTIONS)).rejects.toMatchObject({ code: 'out-of-order' });
            await expect(apply(at(), APPLY)).rejects.toMatchObject({ code: 'out-of-order' });
            await migrateUpCommand(at(), { ...NO_OPTIONS, outOfOrder: true });
            expect(await tables()).toEqual(['a', 'mine', 'theirs']);

            // An order that matters is refused, and an edited file is noticed.
            const edited = readFileSync(join(dir, first), 'utf8');
            writeFileSync(join(dir, first), `${edited}\n`);
            await expect(migrateStatusCommand(at())).rejects.toThrow(new RegExp(`${first} is not what`));
            writeFileSync(join(dir, first), edited);
            put('30000101500000_early.sql', 'drop table theirs');
            await expect(migrateRebase(at(), { mine: 'ours' })).rejects.toThrow(/the order matters/);
            put('30000101500000_early.sql', 'create table early (a int)');
            await migrateRebase(at(), { mine: 'ours' });
            await migrateUpCommand(at(), NO_OPTIONS);

            // What a run made that stopped after its first file is not taken for the work of others.
            put('30000103000000_half.sql', 'create table half (a int)');
            put('30000104000000_other.sql', 'drop table nowhere');
            await migrateRebase(at(), { mine: 'ours' });
            await expect(migrateUpCommand(at(), NO_OPTIONS)).rejects.toThrow(/nowhere/);
            put('30000104000000_other.sql', 'drop table half');
            await migrateRebase(at(), { mine: 'ours' });
            await migrateUpCommand(at(), NO_OPTIONS);

            writeFileSync(join(dir, 'R__v.sql'), 'create or replace view v as select a from mine;\n');
            await migrateRebase(at(), { mine: 'ours' });
            expect((await migrateUpCommand(at(), NO_OPTIONS)).json).toMatchObject({ files: ['R__v.sql'] });
            expect((await migrateUpCommand(at(), NO_OPTIONS)).json).toMatchObject({ files: [] });

            const squashed = await migrateSquash(at(), { to: undefined, allow: [] });
            expect(squashed.json).toHaveProperty('squashed.length', 8);
            expect(files()).toHaveLength(2);
            expect(await migrateStatusCommand(at())).toMatchObject({ exit: 0 });
            expect((await migrateUpCommand(at(), NO_OPTIONS)).json).toMatchObject({ files: [] });
            const less = '30000201000000_less.sql';
            put(less, 'drop table early');
            writeFileSync(join(dir, less), `-- phase: contract\n${readFileSync(join(dir, less), 'utf8')}`);
            put('30000202000000_more.sql', 'create table more (a int)');
            await migrateRebase(at(), { mine: 'ours' });
            expect((await migrateUpCommand(at(), NO_OPTIONS)).json).toMatchObject({ files: [] });
            const { text, json } = await migrateStatusCommand(at());
            expect(text).toContain(`${less} (contract: waits for --phase contract`);
            expect(text).toContain(`more.sql (waits behind ${less})`);
            expect(json).toHaveProperty(
              'migrations.1',
              expect.objectContaining({ phase: 'contract', waitsFor: 'contract' }),
            );

            await withDatabase(on, async (fresh) => {
              await migrateUpCommand(openRun('test', { cwd: folder, target: fresh }), NO_OPTIONS);
              expect((await rowsOf(on, fresh, 'select * from early')).length).toBe(0);
            });
          }),
        ),
      );
    });
  },
);
