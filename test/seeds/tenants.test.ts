import { describe, expect, it } from 'vitest';
import { applySeeds } from '../../src/seeds/apply.ts';
import { SERVERS } from '../servers/servers.ts';
import { counts, inWorld, madeSet } from './world.ts';

/** Keys of several columns that share one: every row belongs to a tenant, and so does whatever it refers to. */
const TABLES = `
create table tenants (id int primary key, name varchar(60) not null unique);
create table users (tenant_id int not null, id int not null, nick varchar(20) not null, manager_id int,
  primary key (tenant_id, id), unique (tenant_id, nick),
  foreign key (tenant_id) references tenants (id),
  foreign key (tenant_id, manager_id) references users (tenant_id, id));
create table teams (id int primary key);
create table memberships (tenant_id int not null, user_id int not null, team_id int not null,
  primary key (tenant_id, user_id, team_id),
  foreign key (tenant_id, user_id) references users (tenant_id, id), foreign key (team_id) references teams (id));
`;

const NAMES = Array.from({ length: 9 }, (_, i) => `tenant ${i}`);
const tenants = madeSet('tenants', { count: 8, columns: { id: { sequence: 1 }, name: { pick: NAMES } } });
const users = madeSet('users', {
  per: { set: 'tenants_made', as: 'tenant_id', count: 6 },
  columns: {
    id: { sequence: 1 },
    nick: { pick: ['ann', 'ben', 'cid', 'dan', 'eve', 'flo', 'gus'] },
    manager_id: { ref: 'users_made', column: 'id' },
  },
});
const teams = madeSet('teams', { count: 5, columns: { id: { sequence: 1 } } });
const memberships = (count: number) =>
  madeSet('memberships', {
    count,
    columns: {
      tenant_id: { ref: 'users_made', column: 'tenant_id' },
      user_id: { ref: 'users_made', column: 'id' },
      team_id: { ref: 'teams_made' },
    },
  });

describe.each(SERVERS)('rows of tenants on $name', (server) => {
  it('refer to rows of their own tenant, and no two share what must be unique', () =>
    inWorld(server, TABLES, async (w) => {
      const sets = (count: number) => [memberships(count), users, teams, tenants];
      const first = await applySeeds(w.run(sets(200)));
      expect(first.map((r) => [r.set, r.total]).sort()).toEqual([
        ['memberships_made', 200],
        ['teams_made', 5],
        ['tenants_made', 8],
        ['users_made', 48],
      ]);
      expect(Number((await w.see('select count(*) from users where manager_id is not null'))[0])).toBeGreaterThan(30);
      const before = await w.see('select * from memberships order by 1, 2, 3');

      const more = await applySeeds(w.run(sets(240)));
      expect(counts(more)).toContain('memberships_made +40 ~0 -0 =200');
      expect(await w.see('select count(*) from memberships')).toEqual(['240']);
      expect(await w.see('select * from memberships order by 1, 2, 3')).toEqual(expect.arrayContaining([...before]));
      await expect(applySeeds(w.run(sets(241)))).rejects.toMatchObject({ code: 'bad-seed' });
    }));
});
