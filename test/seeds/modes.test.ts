import { describe, expect, it } from 'vitest';
import { applySeeds, refreshSeeds } from '../../src/seeds/apply.ts';
import { planSeeds } from '../../src/seeds/plan.ts';
import { SERVERS } from '../servers/servers.ts';
import { COUNTRIES, customers, orders, TABLES, traces } from './tables.ts';
import { counts, fileSet, inWorld, rowsSet, type World } from './world.ts';

describe.each(SERVERS)('modes of seeds on $name', (server) => {
  const world = (work: (world: World) => Promise<void>) => inWorld(server, TABLES[server.dialect], work);

  it('insert leaves what is there alone', () =>
    world(async (w) => {
      await w.exec("insert into countries (code, name) values ('de', 'Mine')");
      const set = rowsSet(
        'countries',
        [
          { code: 'de', name: 'Germany' },
          { code: 'fr', name: 'France' },
        ],
        { mode: 'insert' },
      );
      expect(counts(await applySeeds(w.run([set])))).toEqual(['countries_rows +1 ~0 -0 =1']);
      expect(await w.see('select code, name from countries order by 1')).toEqual(['de|Mine', 'fr|France']);
    }));

  it('sync deletes what it has put there itself, never other rows, never what is referenced', () =>
    world(async (w) => {
      await w.exec("insert into countries (code, name) values ('de', 'Mine'), ('xx', 'Other')");
      w.file('countries.csv', `${COUNTRIES}es,Spain\n`);
      const set = fileSet('countries', 'countries.csv', { mode: 'sync' });
      expect(counts(await applySeeds(w.run([set])))).toEqual(['countries_file +3 ~1 -0 =0']);
      await w.exec("insert into customers (email, full_name, country) values ('a@b', 'A', 'fr')");
      w.file('countries.csv', 'code,name\nuk,Italy\n');
      expect((await planSeeds(w.run([set]))).sets).toMatchObject([{ insert: 1, delete: 3 }]);
      const [result] = await applySeeds(w.run([set]));
      expect(result).toMatchObject({
        inserted: 1,
        deleted: 2,
        notes: ['1 row has left the set but is still referenced: kept'],
      });
      // `de` was there before, `xx` is somebody's, `fr` is referenced; Italy's unique name went on to `uk`.
      expect(await w.see('select code, name from countries order by 1')).toEqual([
        'de|Germany',
        'fr|France',
        'uk|Italy',
        'xx|Other',
      ]);
      await w.exec('delete from customers');
      expect(counts(await applySeeds(w.run([set])))).toEqual(['countries_file +0 ~0 -1 =1']);
      await w.exec("insert into countries (code, name) values ('fr', 'By Hand')");
      expect(counts(await applySeeds(w.run([set])))).toEqual(['countries_file +0 ~0 -0 =1']);
      expect(await w.see('select code from countries order by 1')).toEqual(['de', 'fr', 'uk', 'xx']);
    }));

  it('sync deletes parents and children that leave together', () =>
    world(async (w) => {
      const all = [
        rowsSet(
          'teams',
          [
            { id: 1, name: 'a' },
            { id: 2, name: 'b' },
          ],
          { mode: 'sync' },
        ),
        rowsSet(
          'people',
          [
            { id: 1, team_id: 1 },
            { id: 2, team_id: 2 },
          ],
          { mode: 'sync' },
        ),
      ];
      await applySeeds(w.run(all));
      const fewer = [
        rowsSet('teams', [{ id: 1, name: 'a' }], { mode: 'sync' }),
        rowsSet('people', [{ id: 1, team_id: 1 }], { mode: 'sync' }),
      ];
      expect(counts(await applySeeds(w.run(fewer)))).toEqual(['teams_rows +0 ~0 -1 =1', 'people_rows +0 ~0 -1 =1']);
      expect(counts(await applySeeds(w.run(fewer)))).toEqual(['teams_rows +0 ~0 -0 =1', 'people_rows +0 ~0 -0 =1']);
      expect(await w.see('select id from teams')).toEqual(['1']);
    }));

  it('replace makes the table what the set is', () =>
    world(async (w) => {
      await w.exec("insert into countries (code, name) values ('xx', 'Other'), ('fr', 'France')");
      const set = rowsSet(
        'countries',
        [
          { code: 'fr', name: 'France' },
          { code: 'de', name: 'Germany' },
        ],
        { mode: 'replace' },
      );
      expect(counts(await applySeeds(w.run([set])))).toEqual(['countries_rows +1 ~0 -1 =1']);
      expect(await w.see('select code from countries order by 1')).toEqual(['de', 'fr']);
      const protectedTarget = { target: { name: 'production', protected: true } };
      await expect(applySeeds(w.run([set], protectedTarget))).rejects.toMatchObject({ code: 'protected-target' });
    }));

  it('grow at the end, and shrink when in sync', () =>
    world(async (w) => {
      w.file('countries.csv', COUNTRIES);
      const sets = (count: number) => [
        fileSet('countries', 'countries.csv'),
        customers(count, { mode: 'sync' }),
        orders({ mode: 'sync' }),
      ];
      const first = await applySeeds(w.run(sets(100)));
      const before = await traces(w, 'customers');
      const grown = await applySeeds(w.run(sets(130)));
      expect(counts(grown)[1]).toBe('customers_made +30 ~0 -0 =100');
      expect(grown[2]).toMatchObject({ updated: 0, deleted: 0, unchanged: first[2]?.total });
      expect((await traces(w, 'customers')).slice(0, 100)).toEqual(before);
      const shrunk = await applySeeds(w.run(sets(100)));
      expect(counts(shrunk)[1]).toBe('customers_made +0 ~0 -30 =100');
      expect(shrunk[2]).toMatchObject({ deleted: (grown[2]?.total ?? 0) - (first[2]?.total ?? 0) });
      expect(await w.see('select count(*) from customers')).toEqual(['100']);
    }));

  it('refresh moves the days of generated rows', () =>
    world(async (w) => {
      w.file('countries.csv', COUNTRIES);
      const sets = [fileSet('countries', 'countries.csv'), customers(20)];
      await applySeeds(w.run(sets));
      const [before] = await w.see('select min(created_at) from customers');
      const result = await refreshSeeds(w.run(sets, { now: new Date('2026-03-14') }));
      expect(counts(result)).toEqual(['customers_made +0 ~20 -0 =0']);
      const [after] = await w.see('select min(created_at) from customers');
      expect((Date.parse(after ?? '') - Date.parse(before ?? '')) / 86_400_000).toBe(10);
      expect(counts(await applySeeds(w.run(sets)))[1]).toBe('customers_made +0 ~0 -0 =20');
    }));

  it('leave out what is not for the target, and refuse what must not touch it', () =>
    world(async (w) => {
      w.file('countries.csv', COUNTRIES);
      const target = { name: 'production', protected: true };
      const sets = [fileSet('countries', 'countries.csv'), customers(5), rowsSet('staff', [], { targets: ['local'] })];
      expect((await applySeeds(w.run(sets, { target }))).map((r) => r.skipped ?? r.inserted)).toEqual([
        3,
        'production is protected: generated rows stay away from it',
        'only for targets local',
      ]);
      const listed = [customers(5, { targets: ['production'] })];
      await expect(applySeeds(w.run(listed, { target }))).rejects.toMatchObject({ code: 'protected-target' });
      expect(await w.see('select count(*) from customers')).toEqual(['0']);
    }));
});
