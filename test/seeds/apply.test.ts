import { describe, expect, it } from 'vitest';
import { applySeeds } from '../../src/seeds/apply.ts';
import { planSeeds } from '../../src/seeds/plan.ts';
import { seedStatus } from '../../src/seeds/status.ts';
import { SERVERS } from '../servers/servers.ts';
import { COUNTRIES, customers, orders, TABLES, traces } from './tables.ts';
import { counts, fileSet, inWorld, madeSet, rowsSet, type World } from './world.ts';

const logWrites = async ({ server, exec }: World): Promise<void> => {
  if (server.dialect !== 'mysql') return;
  await exec('create table writes (what varchar(100))');
  for (const table of ['countries', 'customers', 'orders', 'staff']) {
    for (const verb of ['insert', 'update', 'delete']) {
      await exec(
        `create trigger ${table}_${verb} after ${verb} on ${table} for each row insert into writes values ('${table} ${verb}')`,
      );
    }
  }
};

describe.each(SERVERS)('seeds on $name', (server) => {
  const world = (work: (world: World) => Promise<void>) => inWorld(server, TABLES[server.dialect], work);

  it('load in foreign-key order, and a second run writes nothing', () =>
    world(async (w) => {
      w.file('countries.csv', COUNTRIES);
      const sets = [orders(), customers(300), fileSet('countries', 'countries.csv', { mode: 'sync' })];
      const plan = await planSeeds(w.run(sets));
      expect(await w.see('select count(*) from countries')).toEqual(['0']);
      expect(await w.dialect.state.exists(w.session)).toBe(false);
      const first = await applySeeds(w.run(sets));
      expect(first.map((r) => [r.set, r.inserted])).toEqual(plan.sets.map((s) => [s.set, s.insert]));
      expect(await w.see('select count(*) from customers')).toEqual(['300']);
      expect(await w.see('select count(*) from orders')).toEqual([String(first[2]?.total)]);
      expect(await w.see('select min(id), max(id) from orders')).toEqual([`1|${first[2]?.total}`]);

      const before = await Promise.all(['countries', 'customers', 'orders'].map((t) => traces(w, t)));
      await logWrites(w);
      const later = w.run(sets, { now: new Date('2026-05-05') });
      for (const result of await applySeeds(later)) {
        expect(result).toMatchObject({ inserted: 0, updated: 0, deleted: 0, unchanged: result.total });
        expect(result.approach).toBe('fingerprint equal: nothing to do');
      }
      expect(await planSeeds(later)).toMatchObject({ changes: false });
      expect(await Promise.all(['countries', 'customers', 'orders'].map((t) => traces(w, t)))).toEqual(before);
      if (server.dialect === 'mysql') expect(await w.see('select * from writes')).toEqual([]);
    }));

  it('set back what was edited by hand, and say so', () =>
    world(async (w) => {
      w.file('countries.csv', COUNTRIES);
      const sets = [fileSet('countries', 'countries.csv'), customers(50)];
      await applySeeds(w.run(sets));
      const before = await w.see('select * from customers order by id');
      await w.exec("update customers set full_name = 'By Hand' where id in (3, 7)");
      await w.exec('delete from customers where id = 9');
      expect((await seedStatus(w.run(sets))).map((s) => s.state)).toEqual(['up to date', 'edited']);
      const results = await applySeeds(w.run(sets));
      expect(counts(results)).toEqual(['countries_file +0 ~0 -0 =3', 'customers_made +1 ~2 -0 =47']);
      expect(results[1]?.notes).toEqual([
        '2 rows were edited by hand: set back',
        '1 row was deleted by hand: inserted again',
      ]);
      expect(await w.see('select * from customers order by id')).toEqual(before);
      expect((await seedStatus(w.run(sets))).map((s) => s.state)).toEqual(['up to date', 'up to date']);
    }));

  it('see that only the case of a letter was changed', () =>
    world(async (w) => {
      const sets = [rowsSet('countries', [{ code: 'de', name: 'Germany' }])];
      await applySeeds(w.run(sets));
      await w.exec("update countries set name = 'GERMANY'");
      expect(counts(await applySeeds(w.run(sets)))).toEqual(['countries_rows +0 ~1 -0 =0']);
      expect(await w.see('select name from countries')).toEqual(['Germany']);
    }));

  it('keep every character of a CSV, NULL and empty text apart', () =>
    world(async (w) => {
      const note = 'multi\nline "quoted"\ttab \\ back\\n slash, \'single\' $1 ? ü 漢 😀 \r end';
      w.file(
        'countries.csv',
        `code,name,note,extra,member\nde,"a ""b""","${note.replaceAll('"', '""')}","{""k"": [1, ""x\\n""]}",true\nfr,b,"",,false\nit,c,,null,\n`,
      );
      await applySeeds(w.run([fileSet('countries', 'countries.csv')]));
      const rows = await w.see(
        'select note, name, case when extra is null then 0 else 1 end as e, case when member is null then 2 when member then 1 else 0 end as m from countries order by code',
      );
      expect(rows).toEqual([`${note}|a "b"|1|1`, '|b|0|0', 'NULL|c|1|2']);
      expect(counts(await applySeeds(w.run([fileSet('countries', 'countries.csv')])))).toEqual([
        'countries_file +0 ~0 -0 =3',
      ]);
    }));

  it('reports bad rows with file and line, and writes nothing', () =>
    world(async (w) => {
      const set = fileSet('staff', 'staff.csv');
      const attempt = async (text: string): Promise<string> => {
        w.file('staff.csv', text);
        const error = await applySeeds(w.run([set])).then(
          () => null,
          (e: unknown) => e as { code: string; details: string[]; message: string },
        );
        expect(error?.code).toBe('bad-rows');
        expect(await w.see('select count(*) from staff')).toEqual(['0']);
        return [error?.message, ...(error?.details ?? [])].join('\n').replaceAll(w.dir, '');
      };
      expect(await attempt('id,name\n1,a\n2,b,c\n3\n')).toMatch(
        /\/staff.csv:3: .* 3 cells.*\n\/staff.csv:4: .* 1 cells/,
      );
      expect(await attempt('id,name\n1,a\nx,b\n')).toMatch(
        server.product === 'postgres' ? /\/staff.csv:3: .*invalid input syntax/ : /id/,
      );
      expect(await attempt('id,name\n1,a\n2,"b\nc"\n1,d\n')).toMatch(
        server.product === 'postgres'
          ? /\/staff.csv:5: .*duplicate key/
          : /\/staff.csv:5: .*has the key \(id\) of line 2/,
      );
      expect(await attempt('id,name,boss\n1,a,\n2,b,7\n')).toMatch(/foreign key/i);
    }));

  it('trees and tables that need each other', () =>
    world(async (w) => {
      const sets = [
        rowsSet('people', [
          { id: 1, team_id: 1 },
          { id: 2, team_id: 2 },
        ]),
        rowsSet('teams', [
          { id: 1, name: 'a', lead_id: 2 },
          { id: 2, name: 'b', lead_id: null },
        ]),
        rowsSet('staff', [
          { id: 1, name: 'leaf', boss: 2 },
          { id: 2, name: 'root', boss: null },
          { id: 3, name: 'own', boss: 3 },
        ]),
      ];
      expect(counts(await applySeeds(w.run(sets)))).toEqual([
        'teams_rows +2 ~0 -0 =0',
        'people_rows +2 ~0 -0 =0',
        'staff_rows +3 ~0 -0 =0',
      ]);
      expect(await w.see('select id, lead_id from teams order by 1')).toEqual(['1|2', '2|NULL']);
      expect(await w.see('select id, boss from staff order by 1')).toEqual(['1|2', '2|NULL', '3|3']);
      expect(counts(await applySeeds(w.run(sets))).every((c) => c.includes('+0 ~0 -0'))).toBe(true);
      const tree = madeSet('staff', {
        count: 200,
        columns: { id: { sequence: 10 }, name: { faker: 'person.fullName' }, boss: { ref: 'staff_made' } },
      });
      await applySeeds(w.run([tree]));
      expect(await w.see('select count(*) from staff where id >= 10 and boss < id')).toEqual(['199']);
    }));

  it('number after the rows that are there, and leave these alone', () =>
    world(async (w) => {
      const system = server.dialect === 'postgres' ? 'overriding system value' : '';
      await w.exec(`insert into customers (id, email, full_name) ${system} values (7, 'a@b', 'Mine')`);
      w.file('countries.csv', COUNTRIES);
      const countries = fileSet('countries', 'countries.csv');
      await applySeeds(w.run([countries, customers(10)]));
      expect(await w.see('select min(id), max(id), count(*) from customers where id <> 7')).toEqual(['8|17|10']);
      if (server.dialect === 'mysql') await w.exec("insert into customers (email, full_name) values ('c@d', 'Mine')");
      else
        await w.exec(
          "select setval('customers_id_seq', 17); insert into customers (email, full_name) values ('c@d', 'Mine')",
        );
      await expect(applySeeds(w.run([countries, customers(12)]))).rejects.toThrow(
        '1 of the new rows would take numbers of rows that are not',
      );
      expect(await w.see("select count(*) from customers where full_name = 'Mine'")).toEqual(['2']);
    }));

  it('leave the counter past their numbers', () =>
    world(async (w) => {
      await applySeeds(
        w.run([
          madeSet('customers', {
            count: 25,
            columns: { email: { template: 'u{ordinal}@x' }, full_name: { value: 'x' } },
          }),
        ]),
      );
      await w.exec("insert into customers (email, full_name) values ('next@x', 'next')");
      expect(await w.see("select id from customers where full_name = 'next'")).toEqual(['26']);
    }));

  it('read keys that the database gave back', () =>
    world(async (w) => {
      await w.exec("insert into customers (email, full_name) values ('a@b', 'Mine')");
      w.file('countries.csv', COUNTRIES);
      const sets = [fileSet('countries', 'countries.csv'), customers(40, { key: ['email'] }), orders()];
      const plan = await planSeeds(w.run(sets));
      const results = await applySeeds(w.run(sets));
      expect(plan.sets[2]?.insert).toBe(results[2]?.inserted);
      expect(
        await w.see(
          "select count(*) from orders o join customers c on c.id = o.customer_id where c.full_name = 'Mine'",
        ),
      ).toEqual(['0']);
      expect(counts(await applySeeds(w.run(sets))).slice(1)).toEqual([
        `customers_made +0 ~0 -0 =40`,
        `orders_made +0 ~0 -0 =${results[2]?.total}`,
      ]);
    }));

  it('an interrupted run leaves whole sets', () =>
    world(async (w) => {
      w.file('countries.csv', COUNTRIES);
      const sets = [fileSet('countries', 'countries.csv'), customers(60_000)];
      const stop = new AbortController();
      const run = w.run(sets, { signal: stop.signal, onEvent: (e) => e.type === 'rows' && stop.abort() });
      await expect(applySeeds(run)).rejects.toMatchObject({ code: 'interrupted' });
      expect(await w.see('select count(*) from countries')).toEqual(['3']);
      expect(await w.see('select count(*) from customers')).toEqual(['0']);
      const small = [fileSet('countries', 'countries.csv'), customers(100)];
      expect(counts(await applySeeds(w.run(small)))).toEqual([
        'countries_file +0 ~0 -0 =3',
        'customers_made +100 ~0 -0 =0',
      ]);
    }));
});
