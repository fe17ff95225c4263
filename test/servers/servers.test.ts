import { describe, expect, it } from 'vitest';
import { load, rowsOf, withDatabase } from './databases.ts';
import { observe } from './observe.ts';
import { SERVERS } from './servers.ts';

describe.each(SERVERS)('$title', (server) => {
  it('gives an empty database that is gone afterwards', async () => {
    const url = await withDatabase(server, async (url) => {
      await load(server, url, 'create table t (a int); insert into t values (1); insert into t values (2)');
      expect(await rowsOf(server, url, 'select a from t order by a')).toEqual([{ a: 1 }, { a: 2 }]);
      return url;
    });
    if (server.variable !== null) await expect(rowsOf(server, url, 'select 1')).rejects.toThrow();
  });

  it('is the server that its name says', async () => {
    await withDatabase(server, async (url) => {
      const [row] = await rowsOf(server, url, 'select version() as version');
      const version = String(row?.version);
      const word = {
        pglite: 'PostgreSQL',
        pg15: 'PostgreSQL 15',
        pg18: 'PostgreSQL 18',
        mariadb: 'MariaDB',
        mysql: '',
      };
      expect(version).toContain(word[server.name]);
      if (server.name === 'mysql') expect(version).toMatch(/^[89]\./);
    });
  });
});

const STRUCTURE = {
  postgres: `create type mood as enum ('sad', 'ok');
    create table t (id bigint generated always as identity primary key, m mood default 'ok', check (id > 0));
    create index t_m_idx on t (m);
    comment on table t is 'hello';
    create view v as select id from t;
    create schema dbops; create table dbops.history (version text); create table schema_migrations (version text)`,
  mysql: `create table t (id bigint auto_increment primary key, m varchar(10) default 'ok' comment 'hello', key t_m_idx (m));
    create view v as select id from t;
    create table dbops_history (version int); create table schema_migrations (version int)`,
};

describe.each(SERVERS)('the observer of $title', (server) => {
  it('sees every object, nothing of dbops, and every difference', async () => {
    await withDatabase(server, async (url) => {
      await load(server, url, STRUCTURE[server.dialect]);
      const seen = await observe(server, url);
      for (const word of ['hello', 't_m_idx', 'view', 'ok']) expect(seen.toLowerCase()).toContain(word);
      expect(seen).not.toMatch(/history|schema_migrations/);
      await load(server, url, 'drop view v');
      expect(await observe(server, url)).not.toBe(seen);
    });
  });
});
