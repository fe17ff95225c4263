import { type Pair } from './postgres-pairs.ts';

/** What the server prints otherwise once it has read it, refuses in place, or holds by operators of an extension. */
export const TEXT_PAIRS: readonly Pair[] = [
  {
    name: 'columns without a name in the arms of unions are made anew without one',
    since: 140000,
    before: `CREATE TABLE t (a integer, b text, d date); CREATE VIEW v AS SELECT a, 'x' AS k, NULL::date AS n FROM t UNION ALL SELECT a, 'y', '2020-01-01'::date FROM t WHERE b = 'z'
               UNION (SELECT a, 'it''s, as x', d FROM t EXCEPT SELECT 1, upper('q'), current_date);
             CREATE MATERIALIZED VIEW m AS WITH q AS (SELECT a FROM t UNION SELECT 3) SELECT a, 'a' k FROM q UNION ALL SELECT 2, CASE WHEN true THEN 'x' END UNION ALL SELECT 4, 'a,b as c' || b FROM t;
             CREATE FUNCTION f() RETURNS SETOF text BEGIN ATOMIC SELECT b FROM t UNION ALL SELECT 'x'; END; CREATE POLICY p ON t USING (a IN (SELECT 1 UNION SELECT 2::smallint) AND b IN (SELECT 'x'));
             CREATE VIEW w AS SELECT a, (SELECT 'x' FROM t q LIMIT 1) AS s, ARRAY(SELECT '-1'::integer) AS r, k.text FROM t, (SELECT 'y'::text) k WHERE (a, b) IN (SELECT 1, 'x') AND EXISTS (SELECT 'z');`,
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
    name: 'conditions that the server keeps together stay together',
    since: 140000,
    before: `CREATE TABLE t (a integer, b integer, c text, CHECK ((a, b) = (1, 2) AND c = 'x'), CHECK (a IN (b, 3, a + b)), g boolean GENERATED ALWAYS AS ((a, b) NOT IN ((1, 2), (3, 4), (b, 5))) STORED);
             CREATE VIEW v AS SELECT a IN (b, a, 3) AS x, (a, b) IN ((1, 2), (3, 4), (b, a)) AS y, CASE WHEN (a, b) = (1, 2) AND c = ' AND (' THEN (SELECT a IN (b, a) OR c = 'x') END AS z,
               (SELECT count(*) FILTER (WHERE (a, b) = (1, 2) AND c > 'x') > 1 FROM t) OR c = 'y' OR EXISTS (SELECT FROM t WHERE a = 1 OR b = 2) OR a = 1 AS e FROM t WHERE (a, b) <> (1, 2) OR c = ')';
             CREATE MATERIALIZED VIEW m AS SELECT q.a FROM t JOIN t q ON (t.a, t.b) = (q.a, q.b) AND t.c = q.c WHERE q.a BETWEEN SYMMETRIC 2 AND 1 OR q.b = 3; CREATE INDEX i ON t ((a IN (b, a, 7))) WHERE (a, b) = (1, 2) AND c = 'x';
             CREATE POLICY p ON t USING (a IN (b, a) OR c = current_user); CREATE RULE r AS ON UPDATE TO t WHERE (new.a, new.b) = (1, 2) AND old.c = 'x' DO INSTEAD NOTHING;
             CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'; CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW WHEN ((new.a, new.b) = (1, 2) AND new.c = 'x') EXECUTE FUNCTION tf();
             CREATE FUNCTION f(k integer) RETURNS boolean BEGIN ATOMIC SELECT a IN (b, k, a) OR (a, b) <> (1, k) OR c = 'x' FROM t; END; CREATE STATISTICS s ON (a IN (b, a, 7)), c FROM t;`,
    after: 'CREATE TABLE t (a bigint, b integer, c text);',
  },
  {
    name: 'arrays that the server itself turns into others are printed as they were',
    before: `CREATE TABLE t (a numeric, v varchar(5), b bigint, c char(3), d text[], CHECK (a = ANY (ARRAY[1, 2])), CHECK (v IN ('a', 'it''s', ')::') AND c NOT IN ('x', 'y')));
             CREATE FUNCTION f(bigint[]) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1'; CREATE INDEX i ON t (f(ARRAY[1, 2])) WHERE v = ANY (ARRAY['a'::varchar, 'b']);
             CREATE VIEW v AS SELECT a = ANY (ARRAY[b, 3]) AS x, f(ARRAY[1, b::integer, f(ARRAY[2])]) AS y, a = ANY (ARRAY[[1, 2], [3, 4]]) AS z, d || ARRAY['a'::varchar, NULL] AS w, d = '{}' OR d = ARRAY[]::text[] AS e, v = ANY (ARRAY[v, v]) OR v = ANY (ARRAY['a'::varchar(2)]) AS u FROM t;`,
    after: 'CREATE TABLE t (a numeric(9), v varchar(7), b bigint, c char(3), d text[]);',
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
  {
    name: 'views of listed rows whose columns are named from outside',
    before: '',
    after: `CREATE VIEW v (x, y) AS VALUES (1, 'a'), (2, 'c'); CREATE VIEW w (column2, column1) AS VALUES (1, 2); CREATE VIEW u AS SELECT column2 AS x FROM (VALUES (1, 2)) "*VALUES*";
      CREATE MATERIALIZED VIEW m ("a, b", "from", "Q""r") AS VALUES (1, ARRAY['x']::varchar(3)[], '(VALUES'), (2, '{}', 'w');`,
  },
  {
    name: 'addresses become texts as they are displayed, and texts come back from addresses as they were',
    before: 'CREATE TABLE t (a text, b text[], c inet, d inet[], e varchar(15), f cidr);',
    after: 'CREATE TABLE t (a inet, b inet[], c text, d varchar(20)[], e inet, f text);',
    rows: `INSERT INTO t VALUES ('10.0.0.1', '{10.0.0.2,10.0.0.0/8,::1}', '10.0.0.3', '{10.0.0.4,NULL}', '10.100.200.255', '10.0.0.0/8'), (NULL, NULL, NULL, NULL, NULL, NULL)`,
  },
  {
    name: 'pairs of text become JSON, and come back from it',
    before: 'CREATE EXTENSION hstore; CREATE TABLE t (a hstore, b jsonb, c jsonb);',
    after: 'CREATE EXTENSION hstore; CREATE TABLE t (a jsonb, b hstore, c hstore);',
    rows: `INSERT INTO t VALUES ('a=>1,b=>NULL,"c \\"q\\\\"=>"x,y{}\\" \\\\z"', '{"k":"v"}', '{}'), ('', NULL, NULL), (E'"k\\n"=>"ü\\t"', NULL, NULL)`,
  },
];
