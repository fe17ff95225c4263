import { describe, expect, it } from 'vitest';
import { apply, migrateDown, openRun, parseAllowances } from '../../src/index.ts';
import { NO_OPTIONS, write } from '../cli/project.ts';
import { load, rowsOf, withDatabase, withFolder } from '../servers/databases.ts';
import { SERVERS, type TestServer } from '../servers/servers.ts';

const LIVE = `create table t (id int primary key, a text); insert into t values (1, 'x');
create table p (a int) partition by range (a); create table p1 partition of p for values from (0) to (9);
create index i on p (a);`;

/** Something in it has to be spelled: a place that is made for this must know the tablespaces. */
const declared = (space: string): string => `tables:
  t:
    columns: { id: { type: bigint, not_null: true }, a: { type: text, default: lower('A') } }
    primary_key: { columns: [id], tablespace: "${space}" }
    tablespace: "${space}"
  p:
    columns: { a: int }
    partition_by: range (a)
    indexes: { i: { columns: [a], tablespace: "${space}" } }
  p1: { partition_of: p, bound: for values from (0) to (9) }
`;

const PLACES = `select c.relname::text as name, s.spcname::text as space from pg_class c join pg_tablespace s on s.oid = c.reltablespace
where c.relnamespace = 'public'::regnamespace order by 1`;

const options = { allow: parseAllowances(['rewrites_table', 'blocks_writes']), name: 'apply', seeds: false };

/** A tablespace within the server's own folder. https://www.postgresql.org/docs/current/runtime-config-developer.html */
async function withTablespace(on: TestServer, work: (name: string) => Promise<void>): Promise<void> {
  const name = `Space ${process.pid} ${Date.now().toString(36)}`;
  await withDatabase(on, async (url) => {
    const within = new URL(url);
    within.searchParams.set('options', '-c allow_in_place_tablespaces=on');
    await load(on, within.href, `create tablespace "${name}" location ''`);
    try {
      await work(name);
    } finally {
      await load(on, url, `drop tablespace "${name}"`);
    }
  });
}

describe.each(SERVERS.filter((s) => s.name === 'pg15' || s.name === 'pg18'))('tablespaces on $title', (on) => {
  it('are where tables, keys and all parts of indexes go, and come back from', async () => {
    await withTablespace(on, (space) =>
      withFolder((cwd) =>
        withDatabase(on, async (target) => {
          await load(on, target, LIVE);
          write(cwd, {
            'dbops.yaml': `version: 1\nname: spaces\ndialect: postgres\ntargets: { live: { url: "${target}" } }\n`,
            'schema/t.yaml': declared(space),
          });
          const run = openRun('apply', { cwd, target, yes: true });
          await apply(run, { ...options, rehearse: true });
          expect(await rowsOf(on, target, PLACES)).toEqual(
            ['i', 'p1_a_idx', 't', 't_pkey'].map((name) => ({ name, space })),
          );
          await migrateDown(openRun('down', { cwd, target, yes: true }), { ...NO_OPTIONS, all: true });
          expect(await rowsOf(on, target, PLACES)).toEqual([]);
        }),
      ),
    );
  });
});
