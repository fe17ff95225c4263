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
];
