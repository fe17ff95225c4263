import { type Pair } from './postgres-pairs.ts';

/** Routines, what they are called by, and what is made of them. */
export const ROUTINE_PAIRS: readonly Pair[] = [
  {
    name: 'a view of rows that a function gives, of a table that gets and loses columns',
    before: `CREATE TABLE t (id integer, name text, pay numeric); CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM public.t';
      CREATE VIEW v AS SELECT name FROM f(); CREATE MATERIALIZED VIEW m AS SELECT id FROM f();`,
    after: `CREATE TABLE t (id integer, name text, dept integer, at date); CREATE FUNCTION f() RETURNS SETOF t LANGUAGE plpgsql AS 'BEGIN RETURN QUERY SELECT * FROM public.t; END';
      CREATE VIEW v AS SELECT name FROM f(); CREATE MATERIALIZED VIEW m AS SELECT id FROM f();`,
    rows: `INSERT INTO t VALUES (1, 'x', 2)`,
  },
  {
    name: 'what goes with its use of a function does so before that means something else',
    before: `CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1';
      CREATE TABLE t (id integer, a integer CHECK (f(a) > 0), c integer GENERATED ALWAYS AS (f(id)) STORED); CREATE INDEX i ON t (f(a));`,
    after: `CREATE FUNCTION f(integer) RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN -$1; END'; CREATE TABLE t (id integer, a integer);`,
    rows: 'INSERT INTO t (id, a) VALUES (1, 2)',
  },
  {
    name: 'operators that name another one, which does not name them',
    since: 180000,
    base: `CREATE TYPE c AS (r integer); CREATE FUNCTION lt(c, c) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.r < $2.r';
      CREATE FUNCTION gt(c, c) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.r > $2.r';`,
    before: '',
    after: `CREATE OPERATOR <# (FUNCTION = lt, LEFTARG = c, RIGHTARG = c, COMMUTATOR = #>); CREATE OPERATOR #> (FUNCTION = gt, LEFTARG = c, RIGHTARG = c);
      CREATE OPERATOR ## (FUNCTION = gt, LEFTARG = c, RIGHTARG = c, NEGATOR = !##); CREATE OPERATOR !## (FUNCTION = lt, LEFTARG = c, RIGHTARG = c);`,
  },
  {
    name: 'a check whose function reads another table goes with both, and is back after that one',
    before: `CREATE TABLE cfg (k integer); CREATE FUNCTION lim() RETURNS integer LANGUAGE sql STABLE AS 'SELECT max(k) FROM cfg';
             CREATE TABLE t (id integer PRIMARY KEY, v integer CHECK (v < lim()));`,
    after: 'CREATE TABLE t (id integer PRIMARY KEY, v integer);',
    rows: 'INSERT INTO t VALUES (1, 1)',
  },
  {
    name: 'routines whose bodies are parsed change who calls whom above an overload that gives way',
    before: `CREATE FUNCTION a(x integer) RETURNS integer LANGUAGE sql RETURN x + 1; CREATE FUNCTION b(x integer) RETURNS integer LANGUAGE sql RETURN a(x) * 2;
      CREATE FUNCTION c(x integer) RETURNS integer LANGUAGE sql RETURN b(x) + a(x); CREATE TABLE t (id integer DEFAULT c(1)); CREATE VIEW v AS SELECT b(1) AS x;`,
    after: `CREATE FUNCTION a(x integer, y integer = 2) RETURNS integer LANGUAGE sql RETURN x; CREATE FUNCTION d(x integer) RETURNS integer LANGUAGE sql RETURN a(x);
      CREATE FUNCTION c(x integer) RETURNS integer LANGUAGE sql RETURN d(x); CREATE FUNCTION b(x integer) RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT c(x); END;
      CREATE TABLE t (id integer DEFAULT b(1)); CREATE VIEW v AS SELECT c(1) AS x;`,
    rows: 'INSERT INTO t VALUES (1)',
  },
  {
    name: 'casts by functions change below views, checks, indexes and computed columns',
    before: `CREATE TYPE c AS (x integer); CREATE FUNCTION f(c) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT ($1).x'; CREATE FUNCTION g(c) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT -($1).x';
      CREATE CAST (c AS integer) WITH FUNCTION f(c) AS IMPLICIT; COMMENT ON CAST (c AS integer) IS 'x'; CREATE CAST (c AS text) WITH INOUT; CREATE FUNCTION b(c) RETURNS integer LANGUAGE sql RETURN $1::integer;
      CREATE TABLE t (a c, b integer GENERATED ALWAYS AS (a::integer) STORED, CHECK (a::integer > -9), CHECK (a::text <> '')); CREATE INDEX i ON t ((a::integer)); CREATE VIEW v AS SELECT a::integer, a::text AS z FROM t;`,
    after: `CREATE TYPE c AS (x integer); CREATE FUNCTION f(c) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT ($1).x'; CREATE FUNCTION g(m c) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT -($1).x';
      CREATE CAST (c AS integer) WITH FUNCTION g(c) AS IMPLICIT; CREATE FUNCTION b(c) RETURNS integer LANGUAGE sql RETURN $1::integer;
      CREATE TABLE t (a c, b integer GENERATED ALWAYS AS (a::integer) STORED, CHECK (a::integer > -9)); CREATE INDEX i ON t ((a::integer)); CREATE VIEW v AS SELECT a::integer FROM t;`,
    rows: 'INSERT INTO t (a) VALUES (ROW(1))',
  },
  {
    name: 'a cast is asked for otherwise below a computed column that becomes a plain one',
    before: `CREATE TYPE c AS (x integer); CREATE FUNCTION f(c) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT ($1).x'; CREATE CAST (c AS integer) WITH FUNCTION f(c); COMMENT ON CAST (c AS integer) IS 'x';
      CREATE TABLE t (a c, b integer GENERATED ALWAYS AS (a::integer) STORED);`,
    after: `CREATE TYPE c AS (x integer); CREATE FUNCTION f(c) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT ($1).x + 1'; CREATE CAST (c AS integer) WITH FUNCTION f(c) AS IMPLICIT; CREATE TABLE t (a c, b integer);`,
    rows: 'INSERT INTO t (a) VALUES (ROW(1))',
  },
  {
    name: 'a type of another kind below a cast and what does it',
    before: `CREATE TYPE c AS (x integer); CREATE FUNCTION f(c) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT ($1).x'; CREATE CAST (c AS integer) WITH FUNCTION f(c) AS IMPLICIT; CREATE CAST (integer AS c) WITH INOUT;
      CREATE TABLE t (a c, b integer); CREATE VIEW v AS SELECT a::integer + 1 AS y FROM t;`,
    after: `CREATE TYPE c AS ENUM ('1'); CREATE FUNCTION f(c) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1::text::integer'; CREATE CAST (c AS integer) WITH FUNCTION f(c) AS IMPLICIT;
      CREATE TABLE t (a c, b integer CHECK (b > 0)); CREATE VIEW v AS SELECT a + 1 AS y FROM t;`,
  },
  {
    name: 'a check calls a routine whose text reads another table, and all of them go',
    before: `CREATE TABLE cfg (k text PRIMARY KEY, v text); CREATE FUNCTION cfg_get(k text) RETURNS text LANGUAGE sql STABLE AS 'SELECT v FROM cfg WHERE cfg.k = cfg_get.k';
      CREATE TABLE job (id integer PRIMARY KEY, q text DEFAULT cfg_get('queue'), CHECK (cfg_get('x') IS NULL OR q IS NOT NULL));`,
    after: 'SELECT 1',
  },
  {
    name: 'casts come where values went by their text, and go again',
    before: `CREATE TYPE e AS ENUM ('1', '2'); CREATE FUNCTION b(e) RETURNS text LANGUAGE sql IMMUTABLE AS $$SELECT 'z'::text$$; CREATE FUNCTION c(text) RETURNS e LANGUAGE sql IMMUTABLE AS $$SELECT '2'::e$$; CREATE FUNCTION d(e) RETURNS varchar LANGUAGE sql IMMUTABLE AS $$SELECT 'z'::varchar$$;
      CREATE TABLE t (id integer PRIMARY KEY, a e, s text DEFAULT 'x', d text DEFAULT ('1'::e)::text); CREATE TABLE u (id integer, w text); CREATE POLICY p ON u USING (w::e = '1'); CREATE DOMAIN m AS text CHECK (value::e <> '2');
      CREATE RULE r AS ON DELETE TO u WHERE old.w::e = '1' DO INSTEAD NOTHING; CREATE FUNCTION f(x text DEFAULT ('2'::e)::text) RETURNS e LANGUAGE sql RETURN x::e; CREATE TABLE n (a m, b m[]);
      CREATE VIEW v AS SELECT s::e AS x, array_agg(w::e) AS y FROM t, u GROUP BY 1; CREATE VIEW z AS SELECT x::text FROM v; CREATE MATERIALIZED VIEW mv AS SELECT a::varchar AS x FROM t; GRANT SELECT ON z TO PUBLIC;`,
    after: `CREATE TYPE e AS ENUM ('1', '2'); CREATE FUNCTION b(e) RETURNS text LANGUAGE sql IMMUTABLE AS $$SELECT 'z'::text$$; CREATE FUNCTION c(text) RETURNS e LANGUAGE sql IMMUTABLE AS $$SELECT '2'::e$$; CREATE FUNCTION d(e) RETURNS varchar LANGUAGE sql IMMUTABLE AS $$SELECT 'z'::varchar$$;
      CREATE CAST (e AS text) WITH FUNCTION b(e); CREATE CAST (text AS e) WITH FUNCTION c(text); CREATE CAST (e AS varchar) WITH FUNCTION d(e);
      CREATE TABLE t (id integer PRIMARY KEY, a e, s text DEFAULT 'x', d text DEFAULT ('1'::e)::text); CREATE TABLE u (id integer, w text); CREATE POLICY p ON u USING (w::e = '1'); CREATE DOMAIN m AS text CHECK (value::e <> '2');
      CREATE RULE r AS ON DELETE TO u WHERE old.w::e = '1' DO INSTEAD NOTHING; CREATE FUNCTION f(x text DEFAULT ('2'::e)::text) RETURNS e LANGUAGE sql RETURN x::e; CREATE TABLE n (a m, b m[]);
      CREATE VIEW v AS SELECT s::e AS x, array_agg(w::e) AS y FROM t, u GROUP BY 1; CREATE VIEW z AS SELECT x::text FROM v; CREATE MATERIALIZED VIEW mv AS SELECT a::varchar AS x FROM t; GRANT SELECT ON z TO PUBLIC;`,
    rows: "INSERT INTO t VALUES (1, '1'); INSERT INTO u VALUES (1, '1')",
  },
];
