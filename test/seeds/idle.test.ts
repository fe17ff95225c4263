import { describe, expect, it } from 'vitest';
import { applySeeds, refreshSeeds } from '../../src/seeds/apply.ts';
import { listening } from '../servers/servers.ts';
import { customers, orders, TABLES } from './tables.ts';
import { fileSet, inWorld, type World } from './world.ts';

/** Rows written to this database, and statements of the session that write: the server's own counters. */
async function writes({ session, server }: World): Promise<readonly unknown[]> {
  if (server.dialect === 'mysql') {
    return session.rows(
      `show session status where variable_name regexp
       '^Com_(insert|update|delete|replace|load|create_table|drop_table|insert_select|update_multi|delete_multi)$'`,
    );
  }
  await session.rows('select pg_stat_force_next_flush()');
  return session.rows('select sum(n_tup_ins + n_tup_upd + n_tup_del) as rows from pg_stat_user_tables');
}

describe.each([...listening('postgres').slice(-1), ...listening('mysql')])('a nightly refresh on $name', (server) => {
  it('that finds everything as it was writes nothing', () =>
    inWorld(server, TABLES[server.dialect], async (w: World) => {
      w.file('countries.csv', 'code,name\nde,Germany\nfr,France\n');
      const sets = [fileSet('countries', 'countries.csv', { mode: 'sync' }), customers(50), orders()];
      await applySeeds(w.run(sets));
      const before = await writes(w);
      for (const again of [applySeeds, refreshSeeds]) {
        const results = await again(w.run(sets));
        expect(results.map((r) => r.inserted + r.updated + r.deleted)).toEqual(results.map(() => 0));
        expect(results.map((r) => r.approach)).toEqual(results.map(() => 'fingerprint equal: nothing to do'));
      }
      expect(await writes(w)).toEqual(before);
    }));
});
