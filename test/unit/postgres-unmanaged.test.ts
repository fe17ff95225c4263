import { describe, expect, it } from 'vitest';
import { postgres } from '../../src/dialects/postgres/index.ts';
import { load, withDatabase } from '../servers/databases.ts';
import { SERVERS } from '../servers/servers.ts';

const REAL = SERVERS.filter((s) => s.dialect === 'postgres' && s.name !== 'pglite');

/** One of each that the server has and no reader reads. */
const SETUP = `
DO $$ BEGIN CREATE ROLE unmanaged_role; EXCEPTION WHEN duplicate_object OR unique_violation THEN END $$;
CREATE EXTENSION citext;
CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY); COMMENT ON TYPE t IS 'c'; ALTER SEQUENCE t_id_seq AS bigint;
CREATE TABLE o (id integer PRIMARY KEY); CREATE TABLE p (id integer CONSTRAINT pf REFERENCES o) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (3); COMMENT ON CONSTRAINT pf ON p1 IS 'c';
CREATE TABLE p3 (id integer CONSTRAINT own REFERENCES o); ALTER TABLE p ATTACH PARTITION p3 FOR VALUES FROM (3) TO (5);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'; ALTER FUNCTION f DEPENDS ON EXTENSION citext;
CREATE TRIGGER g AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f(); COMMENT ON TRIGGER g ON p1 IS 'c'; ALTER TABLE p1 DISABLE TRIGGER g;
CREATE CONSTRAINT TRIGGER k AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f(); COMMENT ON CONSTRAINT k ON t IS 'c';
CREATE VIEW v AS SELECT 1 AS a; COMMENT ON RULE "_RETURN" ON v IS 'c';
CREATE MATERIALIZED VIEW m AS SELECT 1 AS a, 2 AS b; CREATE UNIQUE INDEX m_a ON m (a);
ALTER MATERIALIZED VIEW m CLUSTER ON m_a;
GRANT EXECUTE ON FUNCTION citext_eq(citext, citext) TO unmanaged_role; REVOKE EXECUTE ON FUNCTION pg_sleep(float8) FROM PUBLIC;
GRANT USAGE ON LANGUAGE plpgsql TO unmanaged_role; GRANT SELECT (rolname) ON pg_catalog.pg_authid TO unmanaged_role;
CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (password 'hush');
CREATE USER MAPPING FOR unmanaged_role SERVER s OPTIONS (user 'u', password 'hush');
DO $$ BEGIN PERFORM lo_create(4711); END $$;
CREATE FUNCTION b_in(cstring) RETURNS b LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION b_out(b) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE b (INPUT = b_in, OUTPUT = b_out, LIKE = text);
CREATE TYPE shell; CREATE DOMAIN d AS integer CONSTRAINT there NOT NULL; CREATE DOMAIN e AS integer NOT NULL;
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = ''8MB''', current_database());
  EXECUTE format('ALTER ROLE unmanaged_role IN DATABASE %I SET enable_seqscan = off', current_database());
  EXECUTE format('COMMENT ON DATABASE %I IS ''c''', current_database()); END $$`;

const FOUND = [
  'constraint attribute public.k on t: comment',
  'constraint attribute public.own on p3: name',
  'constraint attribute public.pf on p1: comment',
  'database attribute DB: SET enable_seqscan for the role unmanaged_role',
  'database attribute DB: SET work_mem',
  'database attribute DB: comment',
  'function public.b_in(pg_catalog.cstring)',
  'function public.b_out(public.b)',
  'function attribute pg_catalog.pg_sleep(double precision): privileges',
  'function attribute public.citext_eq(public.citext,public.citext): privileges',
  'function attribute public.f(): DEPENDS ON EXTENSION citext',
  'language attribute plpgsql: privileges',
  'large objects 1 of them',
  'rule attribute public._RETURN on v: comment',
  'sequence attribute public.t_id_seq: type bigint',
  'server attribute s: the option password, which may hold a secret',
  'table column attribute pg_catalog.pg_authid.rolname: privileges',
  'trigger attribute public.g on p1: comment',
  'type attribute public.t: comment',
  'type public.b',
  'type public.shell',
  'user mapping attribute unmanaged_role for s: the option password, which may hold a secret',
];

describe.each(REAL)('what is not managed on $name', (server) => {
  it('is listed, attributes too, and no secret is read', async () => {
    await withDatabase(server, async (url) => {
      await using session = await postgres.connect(url);
      const all = { schemas: ['*'], ignore: [] };
      expect((await postgres.read(session, all)).unmanaged).toEqual([]);
      await load(server, url, SETUP);
      const catalog = await postgres.read(session, all);
      const listed = catalog.unmanaged.map(
        ({ kind, name }) => `${kind} ${name.replace(session.server.database, 'DB')}`,
      );
      const named = session.server.number >= 170000 ? ['domain attribute public.d: name of NOT NULL'] : [];
      expect(listed.sort()).toEqual([...FOUND, ...named].sort());
      expect(JSON.stringify(catalog.objects)).not.toContain('hush');
    });
  });
});
