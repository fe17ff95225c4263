import { describe, expect, it } from 'vitest';
import { type DbopsError } from '../../src/model/error.ts';
import { apply } from '../../src/workflows/apply.ts';
import { generate } from '../../src/workflows/generate.ts';
import { migrateUpCommand } from '../../src/workflows/migrate.ts';
import { plan } from '../../src/workflows/plan.ts';
import { openRun, Refusal, type Run } from '../../src/workflows/run.ts';
import { type Allowance } from '../../src/workflows/safety.ts';
import { load, rowsOf, withDatabase, withFolder } from '../servers/databases.ts';
import { SERVERS } from '../servers/servers.ts';
import { NO_OPTIONS, write } from './project.ts';

const LIVE = `create table parents (id int primary key);
create table children (id int primary key, parent_id int, code varchar(20), amount int, word varchar(20));
insert into parents values (1);
insert into children values (1, 1, 'a', 1, '7'), (2, 9, 'a', -5, '12'), (3, null, 'b', null, 'many');`;

const YAML = `tables:
  parents:
    columns:
      id: { type: int, not_null: true }
    primary_key: [id]
  children:
    columns:
      id: { type: int, not_null: true }
      parent_id: int
      code: varchar(20)
      amount: { type: int, not_null: true }
      word: int
    primary_key: [id]
    uniques: { children_code_key: [code] }
    checks: { children_amount_check: amount > -3 }
    indexes: { children_parent_id_idx: [parent_id] }
    foreign_keys: { children_parent_id_fkey: { columns: [parent_id], references: parents(id) } }
`;

const ORPHAN = `tables:
  parents: { columns: { id: { type: int, not_null: true } }, primary_key: [id] }
  children:
    columns:
      id: { type: int, not_null: true }
      parent_id: int
      code: varchar(20)
      amount: int
      word: varchar(20)
    primary_key: [id]
    indexes: { children_parent_id_idx: [parent_id] }
    foreign_keys: { children_parent_id_fkey: { columns: [parent_id], references: parents(id) } }
`;
const FILLED = `tables:
  parents: { columns: { id: { type: int, not_null: true } }, primary_key: [id] }
  children:
    columns:
      id: { type: int, not_null: true }
      parent_id: int
      code: varchar(20)
      amount: int
      word: varchar(20)
      twice: { type: int, not_null: true, up: amount * 2 }
    primary_key: [id]
    uniques: { children_code_key: [code] }
`;
const MEND = `update children set parent_id = 1; update children set code = 'c' where id = 2; update children set amount = 0; update children set word = '3' where id = 3;`;

interface Step {
  readonly rows?: readonly { readonly rows: number | null; readonly query: string }[];
}

describe.each(SERVERS.filter((s) => s.name === 'pg18' || s.variable === null || s.dialect === 'mysql'))(
  'facts on $title',
  (on) => {
    it('rows that stand against a plan are counted before any statement of it runs', async () => {
      await withFolder((folder) =>
        withDatabase(on, async (url) => {
          await load(on, url, LIVE);
          const manifest = `version: 1\nname: facts\ndialect: ${on.dialect}\ntargets: { live: { url: "${url}" } }\n`;
          write(folder, { 'dbops.yaml': manifest, 'schema/all.yaml': YAML });
          const open = (): Run => openRun('apply', { cwd: folder, target: 'live', yes: true });
          const { json } = await plan(open(), { format: 'json', exitCode: false, out: undefined, rehearse: true });
          const found = (json as { steps: readonly Step[] }).steps.flatMap((s) => s.rows ?? []);
          expect(found.map((f) => f.rows)).toEqual([1, 1, 1, 1, 1]);
          for (const { query } of found) expect(await rowsOf(on, url, `${query} LIMIT 10`)).toHaveLength(1);

          const options = { allow: [{ hazard: 'loses_data', object: null }] as const, name: 'apply', seeds: false };
          const refused = await apply(open(), options).catch((error: unknown) => error);
          expect((refused as Refusal).diagnostics.map((d) => d.code)).toEqual(Array(5).fill('rows-in-the-way'));
          await load(on, url, MEND);
          expect((await apply(open(), options)).exit).toBe(0);
        }),
      );
    });

    it('rows are counted beside a column that is filled, and those for which its expression gives nothing', async () => {
      await withFolder((folder) =>
        withDatabase(on, async (url) => {
          await load(on, url, LIVE);
          const manifest = `version: 1\nname: facts\ndialect: ${on.dialect}\ntargets: { live: { url: "${url}" } }\n`;
          write(folder, { 'dbops.yaml': manifest, 'schema/all.yaml': FILLED });
          const open = (): Run => openRun('apply', { cwd: folder, target: 'live', yes: true });
          const options = { allow: [], name: 'apply', seeds: false };
          const refused = (await apply(open(), options).catch((error: unknown) => error)) as Refusal;
          expect(refused.diagnostics.map((d) => d.message)).toEqual([
            expect.stringMatching(/children\.twice leaves rows without twice, which none may be: 1 row stands/),
            expect.stringMatching(/children_code_key fails on duplicate keys: 1 key stands/),
          ]);
          await load(on, url, MEND);
          expect((await apply(open(), options)).exit).toBe(0);
          expect(await rowsOf(on, url, 'select id from children where twice = amount * 2')).toHaveLength(3);
        }),
      );
    });

    it('files alone are held against the rows, too, and a statement that fails on rows tells of them', async () => {
      await withFolder((folder) =>
        withDatabase(on, async (url) => {
          await load(on, url, LIVE);
          const manifest = `version: 1\nname: facts\ndialect: ${on.dialect}\ntargets: { live: { url: "${url}" } }\n`;
          write(folder, { 'dbops.yaml': manifest, 'schema/all.yaml': ORPHAN });
          const open = (): Run => openRun('migrate up', { cwd: folder, target: 'live', yes: true });
          await generate(open(), { name: 'orphan', allow: [], rehearse: false, from: 'live' });
          const up = (allow: readonly Allowance[]) =>
            migrateUpCommand(open(), { ...NO_OPTIONS, allow }).catch((error: unknown) => error);
          const keys = `select count(*) as n from information_schema.table_constraints where constraint_type = 'FOREIGN KEY' and table_name = 'children' and constraint_schema = ${on.dialect === 'mysql' ? 'database()' : "'public'"}`;
          const before = ((await up([])) as Refusal).diagnostics;
          expect(before.map((d) => d.code)).toEqual(['rows-in-the-way']);
          expect(before[0]?.message).toMatch(
            /children_parent_id_fkey fails on rows without a counterpart: 1 row stands/,
          );
          expect(Number((await rowsOf(on, url, keys))[0]?.n)).toBe(0);

          const failed = (await up([{ hazard: 'may_fail_on_data', object: null }])) as DbopsError;
          expect(failed.message).toMatch(
            /foreign key (public\.)?children\.children_parent_id_fkey fails on rows without a counterpart: 1 row stands against it: SELECT/,
          );
          const query = /against it: (SELECT .*)$/.exec(failed.message)?.[1] ?? '';
          expect(await rowsOf(on, url, query)).toHaveLength(1);
          expect(failed.hint).toContain('dbops migrate up');
          expect(((await up([])) as Refusal).diagnostics.map((d) => d.code)).toEqual(['rows-in-the-way']);
          await load(on, url, 'update children set parent_id = 1 where id = 2');
          expect(await up([])).toMatchObject({ exit: 0 });
          expect(Number((await rowsOf(on, url, keys))[0]?.n)).toBe(1);
        }),
      );
    });

    it.runIf(on.name === 'pg18')('a step that needs more disk than there is does not start', async () => {
      await withFolder((folder) =>
        withDatabase(on, async (url) => {
          const all = `create table large (id int primary key, code text); insert into large values (1, 'a'); vacuum analyze large;`;
          for (const sql of all.split(';')) await load(on, url, sql);
          await load(on, url, `update pg_class set reltuples = 1e14 where relname = 'large'`);
          const table = `tables:\n  large: { columns: { id: { type: int, not_null: true }, code: text }, primary_key: [id], indexes: { by_code: [code] } }\n`;
          const manifest = `version: 1\nname: facts\ndialect: ${on.dialect}\ntargets: { live: { url: "${url}" } }\n`;
          write(folder, { 'dbops.yaml': manifest, 'schema/all.yaml': table });
          const run = (allow: readonly Allowance[]) =>
            apply(openRun('apply', { cwd: folder, target: 'live', yes: true }), { allow, name: 'apply', seeds: false });
          const refused = await run([]).catch((error: unknown) => error);
          expect((refused as Refusal).diagnostics).toMatchObject([
            {
              code: 'no-disk-room',
              message: expect.stringMatching(/^public\.large needs about \d+ TB of disk meanwhile/),
            },
          ]);
          expect((await run([{ hazard: 'fills_disk', object: 'public.large' }])).exit).toBe(0);
        }),
      );
    });
  },
);
