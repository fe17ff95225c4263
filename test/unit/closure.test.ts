import { describe, expect, it } from 'vitest';
import { postgres } from '../../src/dialects/postgres/index.ts';
import { memberId, objectId } from '../../src/model/id.ts';
import { idOf, type SchemaObject } from '../../src/model/object.ts';
import { buildSchema } from '../../src/plan/build.ts';
import { closure } from '../../src/plan/closure.ts';
import { load, withDatabase } from '../servers/databases.ts';
import { ALL_SERVERS } from '../servers/servers.ts';

const SCHEMA = `
create table other (id int);
create table base (n int, key int not null);
create index base_n on base (n);
create table heir (t text) inherits (base);
create table log (id int not null, at date not null, n int) partition by range (at);
create index log_n on log (n);
create table log_1 partition of log for values from ('2026-01-01') to ('2026-02-01');
create table log_2 (id int not null, at date not null, n int);
create index mine on log_2 (n) include (id) where n > 0;
alter table log attach partition log_2 for values from ('2026-02-01') to ('2026-03-01');
create unique index log_at on only log (at, id);
create unique index log_1_key on log_1 (at, id) with (fillfactor = 70);
create unique index log_2_key on log_2 (at, id) with (fillfactor = 60);
alter index log_at attach partition log_1_key;
alter index log_at attach partition log_2_key;
`;

const PARTS = [
  objectId('table', 'public', 'heir'),
  objectId('table', 'public', 'log_1'),
  memberId('index', 'public', 'log_2', 'log_2_key'),
];

describe('what an object needs', () => {
  const [server] = ALL_SERVERS.filter((s) => s.name === 'pglite');
  it.each(PARTS)('%s can be built with nothing that it does not need, as a manifest says it', async (root) => {
    await withDatabase(server as (typeof ALL_SERVERS)[number], async (url) => {
      await load(server as (typeof ALL_SERVERS)[number], url, SCHEMA);
      await using session = await postgres.connect(url);
      const { objects } = await postgres.read(session, { schemas: ['*'], ignore: [] });
      const written = objects.map(({ dependsOn: _, ...object }) => object as SchemaObject);
      const some = closure(written, [root]);
      expect(some.map(idOf)).toContain(root);
      expect(some.map(idOf)).not.toContain('table:public.other');
      await using empty = await postgres.connect('pglite://memory');
      expect(await buildSchema(postgres, empty, some)).toEqual([]);
    });
  });
});
