import { describe, expect, it } from 'vitest';
import { apply, migrateDown, openRun, parseAllowances } from '../../src/index.ts';
import { NO_OPTIONS, write } from '../cli/project.ts';
import { load, rowsOf, withDatabase, withFolder } from '../servers/databases.ts';
import { SERVERS } from '../servers/servers.ts';

const LIVE = `create table log (a int);
create table u (id int);
create table t (id int primary key, h int generated always as (c + 1) stored, g int generated always as (id * 2) stored, c int, d int);
insert into t (id, c, d) values (1, 100, 1000);
create view v as select x.p, x.o, x.q, x.r, x.s from t x(p, o, q, r, s);
create function f() returns int language sql begin atomic select x.r from t x(p, o, q, r, s); end;
create rule also as on insert to u do also insert into log select x.s from t x(p, o, q, r, s);
alter table u enable row level security;
create policy mine on u using (exists (select from t x(p, o, q, r, s) where x.s = u.id));`;

const DECLARED = `tables:
  log: { columns: { a: int } }
  t:
    columns:
      id: { type: int, not_null: true }
      n: int
      h: int
      g: { type: int, generated: { expression: id * 3, stored: true } }
      c: int
      m: { type: int, generated: { expression: n + 1, stored: true } }
      d: int
    primary_key: [id]
  u:
    columns: { id: int }
    row_security: enabled
    policies:
      mine: { using: "EXISTS (SELECT FROM t x(p, n, o, q, r, m, s) WHERE x.s = u.id)" }
    rules:
      also: ON INSERT TO u DO ALSO INSERT INTO log SELECT x.s FROM t x(p, n, o, q, r, m, s)
views:
  v: SELECT x.p, x.o, x.q, x.r, x.s FROM t x(p, n, o, q, r, m, s)
functions:
  f():
    returns: int
    language: sql
    sql_body: BEGIN ATOMIC SELECT x.r FROM t x(p, n, o, q, r, m, s); END
`;

/** Which column of the table each policy reads, as the server knows it. */
const READ = `select a.attname::text as column from pg_policy p join pg_depend d on d.classid = 'pg_policy'::regclass and d.objid = p.oid
join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid where d.refobjid = 't'::regclass`;

const ALL = `select v.*, f() as f, (select a from log limit 1) as a from v`;

const options = { allow: parseAllowances(['rewrites_table', 'blocks_writes']), name: 'apply', seeds: false };

describe.each(SERVERS.filter((s) => s.name === 'pg15' || s.name === 'pg18'))(
  'columns taken by their places on $title',
  (on) => {
    it('are those that the manifest means, wherever the server has them, and are so again on the way back', async () => {
      await withFolder((cwd) =>
        withDatabase(on, async (target) => {
          const insert = 'delete from log; insert into u values (7);';
          await load(on, target, LIVE + insert);
          write(cwd, {
            'dbops.yaml': `version: 1\nname: places\ndialect: postgres\ntargets: { live: { url: "${target}" } }\n`,
            'schema/t.yaml': DECLARED,
          });
          const run = openRun('apply', { cwd, target, yes: true });
          await apply(run, { ...options, rehearse: true });
          await load(on, target, insert);
          const fixed = { p: 1, o: 101, r: 100, s: 1000, f: 100, a: 1000 };
          expect(await rowsOf(on, target, ALL)).toEqual([{ ...fixed, q: 3 }]);
          expect(await rowsOf(on, target, READ)).toEqual([{ column: 'd' }]);
          await migrateDown(openRun('down', { cwd, target, yes: true }), { ...NO_OPTIONS, all: true });
          await load(on, target, insert);
          expect(await rowsOf(on, target, ALL)).toEqual([{ ...fixed, q: 2 }]);
          expect(await rowsOf(on, target, READ)).toEqual([{ column: 'd' }]);
        }),
      );
    });
  },
);
