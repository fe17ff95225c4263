import { describe, expect, it } from 'vitest';
import { apply, migrateDown, openRun, parseAllowances } from '../../src/index.ts';
import { NO_OPTIONS, write } from '../cli/project.ts';
import { load, rowsOf, withDatabase, withFolder } from '../servers/databases.ts';
import { SERVERS, type TestServer } from '../servers/servers.ts';

const LIVE = `create table t (id int, n int) partition by range (id);
create table t_1 partition of t for values from (0) to (10);
create table t_2 partition of t for values from (10) to (20);
insert into t select i, i from generate_series(1, 19) i;
alter table t_1 enable row level security, force row level security;
create policy few on t_1 using (id < 3) with check (true);`;

const table = (bounds: Readonly<Record<string, string>>): string => `tables:
  t: { columns: { id: int, n: int }, partition_by: range (id) }
${Object.entries(bounds)
  .map(([name, bound]) => {
    const hidden = ', row_security: forced, policies: { few: { using: id < 3, check: "true" } }';
    return `  ${name}: { partition_of: t, bound: "for values ${bound}"${name === 't_1' ? hidden : ''} }\n`;
  })
  .join('')}`;

const HEIRS = `create table t (id int not null); create table t_1 (n int) inherits (t); insert into t_1 values (1, 7);`;

const ROWS = 'select tableoid::regclass::text as part, count(*)::int as n from t group by 1 order by 1';

describe.each(SERVERS.filter((s) => s.name === 'pg18'))('rows of an heir on $title', (on) => {
  it('are not lost unasked where it has more columns than the parent whose partition it becomes', async () => {
    await withFolder((cwd) =>
      withDatabase(on, async (target) => {
        await load(on, target, HEIRS);
        write(cwd, {
          'dbops.yaml': `version: 1\nname: heirs\ndialect: postgres\ntargets: { live: { url: "${target}" } }\n`,
          'schema/t.yaml': `tables:
  t: { columns: { id: { type: int, not_null: true }, n: int }, partition_by: range (id) }
  t_1: { partition_of: t, bound: "for values from (0) to (10)" }
`,
        });
        const unasked = { allow: [], name: 'apply', seeds: false };
        const refused = await apply(openRun('apply', { cwd, target, yes: true }), unasked).catch((e: unknown) => e);
        expect(refused).toMatchObject({ diagnostics: [{ code: 'destructive-step' }] });
        expect(await rowsOf(on, target, 'select id, n from t_1')).toEqual([{ id: 1, n: 7 }]);
      }),
    );
  });
});

const HELD = `create table t (id int); insert into t select generate_series(1, 9); create table h (v t);
alter table t enable row level security, force row level security; create policy few on t using (id < 3) with check (true);`;

const options = {
  allow: parseAllowances(['loses_data', 'may_fail_on_data', 'rewrites_table']),
  name: 'apply',
  seeds: false,
};

/** A database as one who owns it and is no superuser has made it; `url` sees all of it. */
async function byOwner(
  on: TestServer,
  live: string,
  work: (cwd: string, url: string, target: string) => Promise<void>,
): Promise<void> {
  await withFolder((cwd) =>
    withDatabase(on, async (url) => {
      const owner = `hidden_${process.pid}_${Date.now().toString(36)}`;
      const own = new URL(url);
      own.username = owner;
      own.password = 'x';
      const database = own.pathname.slice(1);
      await load(on, url, `create role ${owner} login password 'x'; grant all on database "${database}" to ${owner}`);
      try {
        await load(on, url, `alter schema public owner to ${owner}`);
        await load(on, own.href, live);
        write(cwd, {
          'dbops.yaml': `version: 1\nname: hidden\ndialect: postgres\ntargets: { live: { url: "${own.href}" } }\n`,
        });
        await work(cwd, url, own.href);
      } finally {
        await load(on, url, `drop owned by ${owner} cascade; drop role ${owner}`);
      }
    }),
  );
}

describe.each(SERVERS.filter((s) => s.dialect === 'postgres' && s.variable !== null))(
  'rows that policies hide on $title',
  (on) => {
    it('move between partitions when their owner is no superuser', { timeout: 60_000 }, async () => {
      await byOwner(on, LIVE, async (cwd, url, target) => {
        write(cwd, { 'schema/t.yaml': table({ t_1: 'from (0) to (5)', t_2: 'from (5) to (20)' }) });
        expect(await apply(openRun('apply', { cwd, target, yes: true }), options)).toMatchObject({ exit: 0 });
        expect(await rowsOf(on, url, ROWS)).toEqual([
          { part: 't_1', n: 4 },
          { part: 't_2', n: 15 },
        ]);
        await migrateDown(openRun('down', { cwd, target, yes: true }), { ...NO_OPTIONS, all: true });
        expect(await rowsOf(on, url, ROWS)).toEqual([
          { part: 't_1', n: 9 },
          { part: 't_2', n: 10 },
        ]);
        write(cwd, { 'schema/t.yaml': table({ t_3: 'from (0) to (20)' }) });
        expect(await apply(openRun('apply', { cwd, target, yes: true }), options)).toMatchObject({ exit: 0 });
        expect(await rowsOf(on, url, ROWS)).toEqual([{ part: 't_3', n: 19 }]);
      });
    });

    it('get the default of a column that comes while another column holds such rows', { timeout: 60_000 }, async () => {
      await byOwner(on, HELD, async (cwd, url, target) => {
        write(cwd, {
          'schema/t.yaml': `tables:
  t: { columns: { id: int, k: { type: int, default: 7 } }, row_security: forced, policies: { few: { using: id < 3, check: "true" } } }
  h: { columns: { v: t } }
`,
        });
        expect(await apply(openRun('apply', { cwd, target, yes: true }), options)).toMatchObject({ exit: 0 });
        expect(await rowsOf(on, url, 'select k, count(*)::int as n from t group by 1')).toEqual([{ k: 7, n: 9 }]);
      });
    });
  },
);
