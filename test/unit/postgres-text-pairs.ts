import { type Pair } from './postgres-pairs.ts';

/** What the server prints otherwise once it has read it, refuses in place, or holds by operators of an extension. */
export const TEXT_PAIRS: readonly Pair[] = [
  {
    name: 'columns without a name in the arms of unions are made anew without one',
    since: 140000,
    before: `CREATE TABLE t (a integer, b text, d date); CREATE VIEW v AS SELECT a, 'x' AS k, NULL::date AS n FROM t UNION ALL SELECT a, 'y', '2020-01-01'::date FROM t WHERE b = 'z'
               UNION (SELECT a, 'it''s, as x', d FROM t EXCEPT SELECT 1, upper('q'), current_date);
             CREATE MATERIALIZED VIEW m AS WITH q AS (SELECT a FROM t UNION SELECT 3) SELECT a, 'a' k FROM q UNION ALL SELECT 2, CASE WHEN true THEN 'x' END UNION ALL SELECT 4, 'a,b as c' || b FROM t;
             CREATE FUNCTION f() RETURNS SETOF text BEGIN ATOMIC SELECT b FROM t UNION ALL SELECT 'x'; END; CREATE POLICY p ON t USING (a IN (SELECT 1 UNION SELECT 2::smallint));`,
    after: 'CREATE TABLE t (a bigint, b text, d date);',
  },
  {
    name: 'ranges of values before other conditions stay what they are',
    before: `CREATE TABLE t (a integer CHECK (a BETWEEN 1 AND 5 AND a <> 3), b text CHECK (lower(b) NOT BETWEEN 'a' AND 'c' OR b = ')' OR b IS NULL), d date);
             CREATE VIEW v AS SELECT a FROM t WHERE d BETWEEN '2020-01-01' AND now() AND a > 1 AND (a + 1) BETWEEN 2 AND 3; CREATE INDEX i ON t (b) WHERE a BETWEEN 1 AND 2 AND b > 'x';
             CREATE POLICY p ON t USING (a BETWEEN 1 AND 2 AND d > '2020-01-01' AND b NOT BETWEEN 'x' AND 'y');`,
    after: 'CREATE TABLE t (a integer, b text, d date);',
  },
  {
    name: 'a virtual column of a table that has checks or is published gets another expression',
    since: 180000,
    before: `CREATE TABLE t (a integer PRIMARY KEY, h integer, g integer GENERATED ALWAYS AS (a * 2) VIRTUAL); CREATE PUBLICATION dbops_test_pub FOR TABLE t; CREATE VIEW v AS SELECT g FROM t;
             CREATE TABLE u (a integer, g integer GENERATED ALWAYS AS (a * 2) VIRTUAL, CHECK (g > 0));`,
    after: `CREATE TABLE t (a integer PRIMARY KEY, h integer, g integer GENERATED ALWAYS AS (a * 3) VIRTUAL); CREATE PUBLICATION dbops_test_pub FOR TABLE t (a, h); CREATE VIEW v AS SELECT g, h FROM t;
            CREATE TABLE u (a integer, g integer GENERATED ALWAYS AS (a * 3) VIRTUAL, CHECK (g > 1));`,
  },
  {
    name: 'extensions that others stand on, and keys over their operators',
    before: `CREATE EXTENSION cube; CREATE EXTENSION earthdistance; CREATE EXTENSION btree_gist; CREATE TABLE t (a integer, EXCLUDE USING gist (a WITH =));`,
    after: 'CREATE TABLE t (a integer);',
  },
  {
    name: 'a key over ranges goes with the extension that has its operators',
    since: 180000,
    before: `CREATE EXTENSION btree_gist; CREATE TABLE p (id integer, v daterange, PRIMARY KEY (id, v WITHOUT OVERLAPS)); CREATE TABLE q (id integer NOT NULL, v daterange NOT NULL, PRIMARY KEY (id, v WITHOUT OVERLAPS));`,
    after: 'CREATE TABLE q (id integer NOT NULL, v daterange NOT NULL);',
  },
];
