import { type Pair } from './postgres-pairs.ts';

/** All that may say of what type it is. */
const OF_K = `CREATE TABLE t (id integer PRIMARY KEY, k k, ks k[]); CREATE VIEW v AS SELECT k FROM t;
  CREATE FUNCTION f(x k) RETURNS k LANGUAGE sql AS 'SELECT x'; CREATE INDEX i ON t (k);`;

/** A type as a partition key, and below a check, an array, a generated column, an index, a function and a policy. */
const OF_STATE = `
  CREATE TABLE p (id integer, s state NOT NULL DEFAULT 'new', PRIMARY KEY (id, s)) PARTITION BY LIST (s);
  CREATE TABLE p1 PARTITION OF p FOR VALUES IN ('new'); CREATE TABLE p2 PARTITION OF p FOR VALUES IN ('old');
  CREATE INDEX pi ON p (s); CREATE VIEW pv AS SELECT * FROM p WHERE s = 'new';
  CREATE TABLE t (id integer, s state DEFAULT 'new' CHECK (s <> 'old'), l state[] DEFAULT '{new}',
    g text GENERATED ALWAYS AS (CASE s WHEN 'new' THEN 'n' ELSE 'o' END) STORED);
  CREATE INDEX ti ON t (s) WHERE s = 'new'; CREATE POLICY pol ON t USING (s = 'new');
  CREATE FUNCTION f(state, state[] DEFAULT '{new}') RETURNS state LANGUAGE sql AS 'SELECT $1';`;

const KEYED = `CREATE TABLE p (e e PRIMARY KEY, d d UNIQUE); CREATE TABLE c (e e REFERENCES p, d d REFERENCES p (d));`;

const SORTED = `CREATE TYPE z AS (x integer); CREATE FUNCTION zc(z, z) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT ($1).x - ($2).x';
  ${['<', '<=', '=', '>=', '>'].map((sign, i) => `CREATE FUNCTION z${i}(z, z) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT ($1).x ${sign} ($2).x'; CREATE OPERATOR ${sign}% (LEFTARG = z, RIGHTARG = z, FUNCTION = z${i});`).join('\n  ')}`;

export const TYPE_PAIRS: readonly Pair[] = [
  {
    name: 'values become the bytes of their text, and times of day intervals, and are back as they were',
    before: 'CREATE TABLE t (v text, u uuid, d interval, n integer)',
    after: 'CREATE TABLE t (v bytea, u bytea, d time with time zone, n bytea)',
    rows: String.raw`INSERT INTO t VALUES ('a\b', '6f1d2c4e-0000-4000-8000-000000000001', '04:05:06', 7), (NULL, NULL, NULL, NULL)`,
    counts: {
      of: String.raw`SELECT count(*)::int AS n FROM t WHERE v::text IN ('a\b', '\x615c62') AND length(u::text) IN (36, 74) AND d::text LIKE '04:05:06%' AND n::text IN ('7', '\x37')`,
      are: { n: 1 },
    },
    countsBack: { n: 1 },
    oneWay: true,
  },
  {
    name: 'the rows of a table take the place of an enum that columns are of',
    before: `CREATE TYPE k AS ENUM ('a', 'b'); ${OF_K} ALTER TABLE t ALTER k SET DEFAULT 'a';`,
    after: `CREATE TABLE k (a text, b integer); ${OF_K}`,
  },
  {
    name: 'the rows of a table take the place of a composite type',
    before: `CREATE TYPE k AS (a text, b integer); ${OF_K}`,
    after: `CREATE TABLE k (a text, b integer, c date); ${OF_K}`,
    rows: `INSERT INTO t VALUES (1)`,
  },
  {
    name: 'attributes that move in the values of tables made anew',
    before: `CREATE TYPE c AS (x integer, y integer, z text);
             CREATE TABLE p (id integer, v c, l c[], d date NOT NULL) PARTITION BY RANGE (d); CREATE TABLE p_all PARTITION OF p DEFAULT;
             CREATE TABLE t (id integer, v c, l c[]) PARTITION BY HASH (id); CREATE TABLE t1 PARTITION OF t FOR VALUES WITH (MODULUS 1, REMAINDER 0);`,
    after: `CREATE TYPE c AS (y integer, x integer, z text);
            CREATE TABLE p (id integer, v c, l c[], d date NOT NULL) PARTITION BY LIST (id); CREATE TABLE p_all PARTITION OF p DEFAULT;
            CREATE TABLE t (id integer, v c, l c[]);`,
    rows: `INSERT INTO p VALUES (1, (1, 2, 'a'), ARRAY[(3, 4, 'b')::c, NULL], '2024-01-01'); INSERT INTO t SELECT id, v, l FROM p`,
    counts: {
      of: 'SELECT (p.v).x AS x, (p.v).y AS y, p.l[1].x AS lx, p.l[1].y AS ly, (t.v).x AS tx, (t.v).y AS ty, t.l[1].x AS tlx FROM p, t',
      are: { x: 1, y: 2, lx: 3, ly: 4, tx: 1, ty: 2, tlx: 3 },
    },
  },
  {
    name: 'values within other values stay while their type loses an attribute',
    before: `CREATE TYPE addr AS (street text, zip integer, country text); CREATE TYPE person AS (name text, home addr, more addr[]); CREATE TYPE team AS (lead person);
             CREATE TABLE t (id integer, p person, q team[]); CREATE VIEW v AS SELECT (p).home AS home FROM t; CREATE FUNCTION f(person) RETURNS addr LANGUAGE sql AS 'SELECT $1.home';`,
    after: `CREATE TYPE addr AS (street text, zip integer); CREATE TYPE person AS (name text, home addr, more addr[]); CREATE TYPE team AS (lead person);
            CREATE TABLE t (id integer, p person, q team[]); CREATE VIEW v AS SELECT (p).home AS home FROM t; CREATE FUNCTION f(person) RETURNS addr LANGUAGE sql AS 'SELECT $1.home';`,
    rows: `INSERT INTO t VALUES (1, ('n', ('s', 1, 'c'), ARRAY[('r', 2, 'd')::addr]), ARRAY[ROW(('m', ('u', 3, 'e'), NULL)::person)::team])`,
    counts: { of: 'SELECT ((p).home).zip + (p).more[1].zip + ((q[1]).lead).home.zip AS zips FROM t', are: { zips: 6 } },
  },
  {
    name: 'values within other values go over by name while their type is made anew with other attributes',
    before: `CREATE TYPE z AS (k integer, l text); CREATE TYPE addr AS (street text, zip z); CREATE TYPE person AS (name text, home addr, more addr[]); CREATE DOMAIN dp AS person CHECK ((VALUE).name <> 'no');
      CREATE TABLE t (p person DEFAULT ROW('q', NULL, '{}'), ps person[], d dp, ds dp[], one person); CREATE INDEX i ON t (p); CREATE VIEW v AS SELECT (p).home, ps FROM t;`,
    after: `CREATE TYPE z AS (m boolean, k bigint, l text); CREATE TYPE addr AS (zip z, street text, land text); CREATE TYPE person AS (name text, home addr, more addr[]); CREATE DOMAIN dp AS person CHECK ((VALUE).name <> 'no');
      CREATE TABLE t (p person DEFAULT ROW('q', NULL, '{}'), ps person[], d dp, ds dp[], one person[]); CREATE INDEX i ON t (p); CREATE VIEW v AS SELECT (p).home, ps FROM t;`,
    rows: `INSERT INTO t VALUES (('n', ('s, "1"', (1, 'x')), ARRAY[('r', (2, 'y')), NULL]::addr[]), ARRAY[('m', ('u', (3, NULL)), NULL)]::person[], ('d', NULL, NULL), ARRAY[('e', ('w', (4, NULL)), NULL)]::person[]::dp[], ('o', NULL, NULL)), (NULL, NULL, NULL, NULL, NULL)`,
    counts: {
      of: `SELECT ((((p).home).zip).k + (((p).more[1]).zip).k + (((ps[1]).home).zip).k + (((ds[1]).home).zip).k = 10)::int AS ks FROM t WHERE ((p).home).street = 's, "1"'`,
      are: { ks: 1 },
    },
  },
  {
    name: 'a table changes the types of its columns while others hold rows of it',
    before: `CREATE TABLE r (x integer, y text); CREATE DOMAIN d AS r CHECK ((VALUE).x > 0); CREATE TYPE c AS (r r, n integer);
      CREATE TABLE t (r r, rs r[] DEFAULT '{}', d d, c c, g integer GENERATED ALWAYS AS ((r).x) STORED); CREATE VIEW v AS SELECT (r).x FROM t;
      CREATE FUNCTION f(a r, b r[] DEFAULT '{}') RETURNS r LANGUAGE sql AS 'SELECT $1'; CREATE INDEX i ON t (((r).x)); CREATE MATERIALIZED VIEW m AS SELECT r AS r FROM r;`,
    after: `CREATE TABLE r (x bigint, y text, z date DEFAULT '2020-01-01'); CREATE DOMAIN d AS r CHECK ((VALUE).x > 0); CREATE TYPE c AS (r r, n integer);
      CREATE TABLE t (r r, rs r[] DEFAULT '{}', d d, c c, g bigint GENERATED ALWAYS AS ((r).x) STORED); CREATE VIEW v AS SELECT (r).x FROM t;
      CREATE FUNCTION f(a r, b r[] DEFAULT '{}') RETURNS r LANGUAGE sql AS 'SELECT $1'; CREATE INDEX i ON t (((r).z)); CREATE MATERIALIZED VIEW m AS SELECT r AS r FROM r;`,
    rows: `INSERT INTO r VALUES (1, 'a'); INSERT INTO t (r, rs, d, c) VALUES ((1, 'a'), ARRAY[(2, 'b')]::r[], (3, 'c'), ((4, 'd'), 5))`,
    counts: {
      of: `SELECT ((r).x + (rs[1]).x + (d).x + ((c).r).x + (c).n = 15)::int AS all FROM t WHERE (r).y = 'a' AND ((c).r).y = 'd'`,
      are: { all: 1 },
    },
  },
  {
    name: 'a generated column searches otherwise while its configuration is made anew',
    since: 180000,
    before: `CREATE COLLATION ci (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false); CREATE TEXT SEARCH CONFIGURATION tc (COPY = english); CREATE TEXT SEARCH DICTIONARY dd (TEMPLATE = simple, STOPWORDS = 'english'); ALTER TEXT SEARCH CONFIGURATION tc ALTER MAPPING FOR asciiword WITH dd, english_stem; CREATE TABLE t (id integer, a text COLLATE ci, v tsvector GENERATED ALWAYS AS (to_tsvector('tc', coalesce(a, ''))) STORED);`,
    after: `CREATE COLLATION ci (PROVIDER = icu, LOCALE = 'de-u-co-phonebk'); CREATE TEXT SEARCH DICTIONARY dd (TEMPLATE = simple, ACCEPT = false); CREATE TEXT SEARCH CONFIGURATION tc (PARSER = default); ALTER TEXT SEARCH CONFIGURATION tc ADD MAPPING FOR asciiword, word WITH simple;
      CREATE TABLE t (id integer, a text COLLATE ci, v tsvector GENERATED ALWAYS AS (to_tsvector('tc', coalesce(a, '')) || '') STORED);`,
    rows: `INSERT INTO t VALUES (1, 'Hello')`,
  },
  {
    name: 'an enum becomes a domain under a partition key and all that a column may have',
    before: `CREATE TYPE state AS ENUM ('new', 'old'); ${OF_STATE}`,
    after: `CREATE DOMAIN state AS text CHECK (VALUE IN ('new', 'old')); ${OF_STATE}`,
    rows: `INSERT INTO p VALUES (1, 'new'), (2, 'old'); INSERT INTO t (id) VALUES (1)`,
  },
  {
    name: 'columns exchange two enums that both lose values',
    before: `CREATE TYPE e AS ENUM ('x', 'y', 'old'); CREATE TYPE f AS ENUM ('x', 'y', 'gone'); CREATE TABLE t (a e DEFAULT 'x', b f, c e[]);
      CREATE INDEX i ON t (a) WHERE b = 'y'; CREATE VIEW v AS SELECT a, b, c FROM t;`,
    after: `CREATE TYPE e AS ENUM ('y', 'x'); CREATE TYPE f AS ENUM ('x', 'y'); CREATE TABLE t (a f DEFAULT 'y', b e, c f[]);
      CREATE INDEX i ON t (a) WHERE b = 'y'; CREATE VIEW v AS SELECT a, b, c FROM t;`,
    rows: `INSERT INTO t VALUES ('x', 'y', '{x,y}')`,
    counts: {
      of: "SELECT 1 FROM t WHERE a::text = 'x' AND b::text = 'y' AND c::text = '{x,y}'",
      are: { '?column?': 1 },
    },
  },
  {
    name: 'a column goes from a domain over another one to that one, which is made anew',
    before: `CREATE DOMAIN d AS text CHECK (VALUE <> 'never'); CREATE DOMAIN e AS d CHECK (VALUE <> 'z'); CREATE TABLE t (x d, y e DEFAULT 'y');`,
    after: `CREATE DOMAIN d AS text COLLATE "C"; CREATE TABLE t (x text, y d);`,
    rows: `INSERT INTO t VALUES ('a', 'b')`,
  },
  {
    name: 'types are exchanged under foreign keys',
    before: `CREATE TYPE e AS ENUM ('a', 'b', 'c'); CREATE DOMAIN d AS integer; ${KEYED}`,
    after: `CREATE TYPE e AS ENUM ('c', 'a'); CREATE DOMAIN d AS bigint CHECK (VALUE > 0); ${KEYED}`,
    rows: `INSERT INTO p VALUES ('a', 1); INSERT INTO c VALUES ('a', 1)`,
  },
  {
    name: 'a default says a value that its enum gets in the same plan',
    before: `CREATE TYPE e AS ENUM ('c', 'a'); CREATE TABLE t (id integer, x text, y text DEFAULT ('a'::e)::text);`,
    after: `CREATE TYPE e AS ENUM ('a', 'b', 'c'); CREATE TABLE t (id integer, x text DEFAULT ('b'::e)::text, y text DEFAULT ('b'::e)::text);`,
  },
  {
    name: 'heirs and partitions are made and dropped while what their parents give changes',
    before: `CREATE TABLE p (a integer, b text, c text); ALTER TABLE p ALTER b SET STORAGE EXTERNAL;
      CREATE TABLE h () INHERITS (p); ALTER TABLE ONLY p ALTER b SET DEFAULT 'later'; ALTER TABLE ONLY p ALTER a SET DEFAULT 2;
      CREATE TABLE t (a integer, b text, d integer) PARTITION BY RANGE (a); ALTER TABLE t ALTER b SET STORAGE EXTERNAL;
      CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (1); ALTER TABLE ONLY t ALTER d SET DEFAULT 3;`,
    after: `CREATE TABLE p (a integer, b text DEFAULT 'x', c text); CREATE TABLE k () INHERITS (p);
      CREATE TABLE l (b text DEFAULT 'own') INHERITS (p); CREATE TABLE m () INHERITS (l);
      CREATE TABLE t (a integer, b text DEFAULT 'x', d integer DEFAULT 4) PARTITION BY RANGE (a);
      CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (1); CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (1) TO (2);`,
    rows: 'INSERT INTO p VALUES (1, 2); INSERT INTO t VALUES (0)',
  },
  {
    name: 'what belongs to a partitioned table goes before partitions get other bounds, and after those that stay as tables have left',
    before: `CREATE TABLE t (id integer, a integer) PARTITION BY RANGE (id); CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);
      CREATE INDEX t_a ON t (a); CREATE POLICY p ON t USING (a > 1);
      CREATE TABLE w (a integer, d date) PARTITION BY RANGE (d); CREATE INDEX w_a ON w (a);
      CREATE TABLE w1 PARTITION OF w FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
      CREATE TABLE w2 PARTITION OF w FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');`,
    after: `CREATE TABLE t (id integer, a numeric(8,2) NOT NULL) PARTITION BY RANGE (id); CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (20);
      CREATE INDEX t_a ON t (a DESC); CREATE POLICY p ON t USING (a > 1.5);
      CREATE TABLE w (a integer, d date); CREATE TABLE w1 (a integer, d date);`,
    rows: 'INSERT INTO t VALUES (1, 2)',
  },
  {
    name: 'a domain gets a constraint within arrays, rows and ranges of others, and of domains over it',
    before: `CREATE DOMAIN d AS integer CHECK (VALUE > 0); CREATE TYPE c AS (x d, y integer); CREATE TABLE t (a c DEFAULT ROW(1, 2), b d[]); CREATE TABLE u (a c[]);
             CREATE DOMAIN d2 AS d; CREATE TYPE c2 AS (a d2); CREATE TABLE v (x c2); CREATE DOMAIN d3 AS d[]; CREATE TABLE w (x d3); CREATE VIEW z AS SELECT x FROM w;`,
    after: `CREATE DOMAIN d AS integer CHECK (VALUE > 0) CHECK (VALUE < 10); CREATE TYPE c AS (x d, y integer); CREATE TABLE t (a c DEFAULT ROW(1, 2), b d[]); CREATE TABLE u (a c[]);
            CREATE DOMAIN d2 AS d CHECK (VALUE > 1); CREATE TYPE c2 AS (a d2); CREATE TABLE v (x c2); CREATE DOMAIN d3 AS d[] CHECK (VALUE IS NOT NULL); CREATE TABLE w (x d3); CREATE VIEW z AS SELECT x FROM w;`,
    rows: `INSERT INTO t VALUES (ROW(1, 2), '{2,3}'); INSERT INTO u VALUES (ARRAY[ROW(1, 2)::c]); INSERT INTO v VALUES (ROW(4)::c2); INSERT INTO w VALUES ('{5}')`,
  },
  {
    name: 'tables take the names of types that others are made of',
    before: `CREATE TYPE a AS (s text, z integer); CREATE TYPE p AS (n text, h a); CREATE TABLE t (id integer, p p, a a);
             CREATE FUNCTION f(a) RETURNS text LANGUAGE sql AS 'SELECT $1.s';`,
    after: `CREATE TABLE a (s text, z integer); CREATE TABLE p (n text, h a); CREATE TABLE t (id integer, p p, a a);
            CREATE FUNCTION f(a) RETURNS text LANGUAGE sql AS 'SELECT $1.s';`,
    rows: `INSERT INTO t VALUES (1, ROW('n', ROW('s', 2)), ROW('s', 2))`,
  },
  {
    name: 'routines with bodies and defaults of SQL change with the rows of a table that they take and give',
    since: 140000,
    before: `CREATE TABLE t (id integer, a text, b integer); CREATE FUNCTION f() RETURNS SETOF t BEGIN ATOMIC SELECT * FROM t; END;
             CREATE FUNCTION g(x t) RETURNS integer RETURN x.b; CREATE PROCEDURE i(x t) BEGIN ATOMIC INSERT INTO t SELECT x.*; END;
             CREATE FUNCTION h(x t DEFAULT ROW(1, 'x', 2)) RETURNS t RETURN x;`,
    after: `CREATE TABLE t (id integer); CREATE FUNCTION f() RETURNS SETOF t BEGIN ATOMIC SELECT * FROM t WHERE id > 1; END;
            CREATE PROCEDURE i(x t) BEGIN ATOMIC INSERT INTO t VALUES (x.id); END; CREATE FUNCTION h(x t DEFAULT ROW(1)) RETURNS t RETURN x;`,
  },
  {
    name: 'a table whose rows columns hold gets a column with a default',
    before: `CREATE TABLE t (id integer PRIMARY KEY); CREATE TABLE h (r t, a t[]); CREATE TYPE c AS (t t); CREATE TABLE u (c c);
             CREATE TABLE other (id integer); CREATE VIEW v AS SELECT r FROM h;`,
    after: `CREATE TABLE t (id integer PRIMARY KEY, a integer DEFAULT 5 NOT NULL, b text DEFAULT 'x'); CREATE TABLE h (r t, a t[]);
            CREATE TYPE c AS (t t); CREATE TABLE u (c c); CREATE TABLE other (id integer, a integer DEFAULT 5 NOT NULL); CREATE VIEW v AS SELECT r FROM h;`,
    rows: `INSERT INTO t VALUES (1); INSERT INTO other VALUES (1)`,
  },
  {
    name: 'arrays that become values go back as they were, and values that become arrays too',
    before: `CREATE TABLE t (id integer, a text[], b varchar(9)[], c integer[], d text, e integer, f text[],
               CHECK ((a = '{x,"{y}"}' AND b = '{z}' AND c = '{1,2}' AND d = '{v}' AND e = 3 AND f = '{}')
                 OR (a, b, c, d, e, f) IS NOT DISTINCT FROM ('{"{u}"}', NULL, NULL, NULL, NULL, '{NULL}')));`,
    after: 'CREATE TABLE t (id integer, a text, b text, c text, d text[], e text[], f text);',
    rows: `INSERT INTO t VALUES (1, '{x,"{y}"}', '{z}', '{1,2}', '{v}', 3, '{}'), (2, '{"{u}"}', NULL, NULL, NULL, NULL, '{NULL}')`,
    counts: {
      of: `SELECT (count(b) + count(c) + count(d) + count(e))::integer AS n, count(*) FILTER (WHERE b = 'z' AND c = '{1,2}' AND d = '{"{v}"}' AND e = '{3}' AND f = '{}')::integer AS same FROM t`,
      are: { n: 4, same: 1 },
    },
  },
  {
    name: 'values become JSON by what they are, and come back as they were',
    before: `CREATE TABLE t (id integer, a text[], b integer[], c timestamp, d numeric, e boolean,
               CHECK ((a, b, c, d, e) IS NOT DISTINCT FROM (ARRAY['x', 'y "z', NULL], '{1,2}', '2026-01-02', 1.50, true)
                 OR (a, b, c, d, e) IS NOT DISTINCT FROM ('{}', NULL, NULL, NULL, NULL)));`,
    after: 'CREATE TABLE t (id integer, a jsonb, b json, c jsonb, d jsonb, e jsonb);',
    rows: `INSERT INTO t VALUES (1, ARRAY['x', 'y "z', NULL], '{1,2}', '2026-01-02', 1.50, true), (2, '{}', NULL, NULL, NULL, NULL)`,
    counts: {
      of: `SELECT count(*) FILTER (WHERE a = '["x", "y \\"z", null]' AND b->>1 = '2' AND d = '1.5' AND e = 'true')::integer AS full, count(*) FILTER (WHERE a = '[]' AND b IS NULL)::integer AS empty FROM t`,
      are: { full: 1, empty: 1 },
    },
  },
  {
    name: 'a domain with other checks, also in arrays, gives way to one over it',
    before: `CREATE DOMAIN d AS text CHECK (VALUE ~ '@'); CREATE TABLE t (m d, l d[]);`,
    after: `CREATE DOMAIN d AS text NOT NULL; CREATE DOMAIN dd AS d CHECK (VALUE LIKE '%@%.%'); CREATE TABLE t (m dd);`,
    rows: `INSERT INTO t VALUES ('a@b.c', '{d@e}')`,
  },
  {
    name: 'a partition key of a domain with other checks, also in arrays',
    before: `CREATE DOMAIN d AS text CHECK (VALUE <> ''); CREATE TABLE t (k d, l d[]) PARTITION BY LIST (k); CREATE TABLE t1 PARTITION OF t FOR VALUES IN ('a');`,
    after: `CREATE DOMAIN d AS text CHECK (VALUE <> 'no'); CREATE TABLE t (k d, l d[]) PARTITION BY LIST (k); CREATE TABLE t1 PARTITION OF t FOR VALUES IN ('a');`,
    rows: `INSERT INTO t VALUES ('a', '{b}')`,
    counts: { of: 'SELECT count(*)::integer AS n FROM t1', are: { n: 1 } },
  },
  {
    name: 'an enum loses a value below composites, arrays of them and domains with defaults and computed columns',
    before: `CREATE TYPE k AS ENUM ('x', 'y', 'z'); CREATE TYPE pair AS (a k, b integer); CREATE DOMAIN dm AS k;
      CREATE TABLE t (id integer, p pair DEFAULT ROW('y', 1)::pair, l pair[] DEFAULT ARRAY[ROW('y', 1)::pair]);
      CREATE TABLE u (d dm DEFAULT 'y', g boolean GENERATED ALWAYS AS (d::k = 'y') STORED);`,
    rows: "INSERT INTO t VALUES (1); INSERT INTO u VALUES ('z')",
    after: `CREATE TYPE k AS ENUM ('z', 'y'); CREATE TYPE pair AS (a k, b integer); CREATE DOMAIN dm AS k;
      CREATE TABLE t (id integer, p pair DEFAULT ROW('z', 1)::pair, l pair[] DEFAULT ARRAY[ROW('z', 1)::pair]);
      CREATE TABLE u (d dm DEFAULT 'y', g boolean GENERATED ALWAYS AS (d::k = 'z') STORED);`,
  },
  {
    name: 'operator classes that a type has by default, beside those of any record',
    before: `${SORTED} CREATE TABLE t (a z, b integer);`,
    after: `${SORTED} CREATE OPERATOR CLASS ops DEFAULT FOR TYPE z USING btree AS OPERATOR 1 <%, OPERATOR 2 <=%, OPERATOR 3 =%, OPERATOR 4 >=%, OPERATOR 5 >%, FUNCTION 1 zc(z, z);
            CREATE TABLE t (a z PRIMARY KEY, b integer); CREATE INDEX i ON t (a DESC); CREATE INDEX k ON t (b, a record_ops);`,
  },
  {
    name: 'identities of tables made like others end where their columns do, by sequences of a larger type',
    before:
      'CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY); CREATE TABLE u (id bigint GENERATED ALWAYS AS IDENTITY); CREATE TABLE v (id integer);',
    rows: 'INSERT INTO t DEFAULT VALUES; INSERT INTO u DEFAULT VALUES; INSERT INTO v VALUES (3)',
    after: `CREATE TABLE s (id integer GENERATED ALWAYS AS IDENTITY, small smallint GENERATED ALWAYS AS IDENTITY);
      CREATE TABLE t (LIKE s INCLUDING IDENTITY); ALTER TABLE t DROP small; CREATE TABLE u (LIKE t INCLUDING IDENTITY); CREATE TABLE v (LIKE t INCLUDING IDENTITY); CREATE TABLE w (LIKE s INCLUDING ALL);`,
  },
  {
    name: 'limits of identities that their next type has no room for, or has by itself',
    before: `CREATE TABLE s (id bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 2147483647), v integer);
             CREATE TABLE w (id bigint GENERATED BY DEFAULT AS IDENTITY (INCREMENT -1 MINVALUE -2147483648));
             CREATE TABLE y (id bigint GENERATED ALWAYS AS IDENTITY (MAXVALUE 2147483647));`,
    after: `CREATE TABLE s (id smallint GENERATED BY DEFAULT AS IDENTITY, v integer);
            CREATE TABLE w (id smallint GENERATED BY DEFAULT AS IDENTITY (INCREMENT -1 MINVALUE -77 MAXVALUE 32767));
            CREATE TABLE y (id integer GENERATED ALWAYS AS IDENTITY);`,
    rows: 'INSERT INTO s (v) VALUES (1), (2); INSERT INTO w DEFAULT VALUES;',
  },
  {
    name: 'bits become more, and go back to as many as they were',
    before: `CREATE TABLE t (id integer PRIMARY KEY, a bit(3) DEFAULT '101', b bit varying(8), c bit(8), d bit(2)[], e bit);`,
    after: `CREATE TABLE t (id integer PRIMARY KEY, a bit(5) DEFAULT '10101', b bit(3), c bit varying(8), d bit(6)[], e bit(2));`,
    rows: `INSERT INTO t VALUES (1, '101', '101', '00000001', '{01}', '1'), (2, NULL, NULL, NULL, '{}', NULL)`,
    counts: { of: 'SELECT a::text::integer AS a FROM t WHERE id = 1', are: { a: 10100 } },
    countsBack: { a: 101 },
  },
  {
    name: 'rows in a domain that refuses NULL go over by name',
    before: `CREATE TYPE pt AS (x integer, y integer); CREATE DOMAIN ppt AS pt CHECK ((VALUE).x IS NOT NULL);
             CREATE TABLE t (id integer, c ppt);`,
    after: `CREATE TYPE pt AS (x bigint, y integer, z integer); CREATE DOMAIN ppt AS pt CHECK ((VALUE).x IS NOT NULL AND (VALUE).y > 0);
            CREATE TABLE t (id integer, c ppt);`,
    rows: 'INSERT INTO t VALUES (1, ROW(1, 2))',
  },
  {
    name: 'columns of a collation that is made anew come and go',
    before: `CREATE COLLATION co (locale = 'C'); CREATE TABLE t (id integer, c text, a text COLLATE co); CREATE TABLE u (a text COLLATE co);`,
    after: `CREATE COLLATION co (locale = 'POSIX'); CREATE TABLE t (id integer, c text COLLATE co, b text COLLATE co DEFAULT 'x');
            CREATE TABLE w (a text COLLATE co);`,
    rows: `INSERT INTO t VALUES (1, 'b', 'a')`,
  },
  {
    name: 'a column gets another type while its collation is made anew',
    before: `CREATE COLLATION co (locale = 'C'); CREATE TABLE t (id integer PRIMARY KEY, a varchar(8) COLLATE co DEFAULT 'x'); CREATE INDEX ON t (a);`,
    after: `CREATE COLLATION co (locale = 'POSIX'); CREATE TABLE t (id integer PRIMARY KEY, a text COLLATE co DEFAULT 'y'); CREATE INDEX ON t (a);`,
    rows: `INSERT INTO t VALUES (1, 'b')`,
  },
  {
    name: 'ranges become multiranges, and shapes others',
    before: `CREATE TABLE t (id integer, a int4range, b tstzrange[], c point, d path, e smallint);`,
    after: `CREATE TABLE t (id integer, a int4multirange, b tstzmultirange[], c box, d polygon, e oid);`,
    rows: `INSERT INTO t VALUES (1, '[1,3)', NULL, '(1,2)', '((1,2),(3,4))', 5), (2, 'empty', NULL, NULL, NULL, NULL)`,
  },
  {
    name: 'a default calls a function that gives the enum of its own column',
    before: `CREATE TYPE e AS ENUM ('a', 'b'); CREATE FUNCTION f() RETURNS e LANGUAGE sql AS $$ SELECT 'a'::e $$;
             CREATE TABLE t (id integer PRIMARY KEY, c e DEFAULT f());`,
    after: `CREATE TYPE e AS ENUM ('b', 'a'); CREATE FUNCTION f() RETURNS e LANGUAGE sql AS $$ SELECT 'b'::e $$;
            CREATE TABLE t (id integer PRIMARY KEY, c e DEFAULT f());`,
    rows: 'INSERT INTO t (id) VALUES (1)',
  },
  {
    name: 'an enum changes the order of its values while tables leave and join others, over two generations',
    before: `CREATE TYPE e AS ENUM ('a', 'b', 'c'); CREATE TABLE g (id integer, k e DEFAULT 'b'); CREATE TABLE p (q integer) INHERITS (g);
      CREATE TABLE c (l text) INHERITS (p); CREATE TABLE w (id integer, k e) PARTITION BY RANGE (id);
      CREATE TABLE joins (id integer, k e DEFAULT 'a'); CREATE TABLE leaves PARTITION OF w FOR VALUES FROM (1) TO (9);`,
    after: `CREATE TYPE e AS ENUM ('c', 'b', 'a'); CREATE TABLE g (id integer, k e DEFAULT 'b'); CREATE TABLE p (id integer, k e DEFAULT 'b', q integer);
      CREATE TABLE c (l text) INHERITS (g); CREATE TABLE w (id integer, k e) PARTITION BY RANGE (id);
      CREATE TABLE joins (id integer, k e DEFAULT 'a'); ALTER TABLE w ATTACH PARTITION joins FOR VALUES FROM (1) TO (9);
      CREATE TABLE leaves (id integer, k e);`,
    rows: `INSERT INTO c VALUES (1, 'a', 2, 'l'); INSERT INTO p VALUES (2, 'b', 3); INSERT INTO joins VALUES (1, 'c'); INSERT INTO leaves VALUES (2, 'a')`,
  },
  {
    name: 'a range gets a multirange of its own in another schema, and columns get that',
    before: `CREATE SCHEMA s; CREATE TYPE s.r AS RANGE (subtype = text, collation = "C"); CREATE TABLE s.t (id integer PRIMARY KEY, x s.r);
      CREATE TYPE s.q AS RANGE (subtype = text, multirange_type_name = s.qs); CREATE TABLE s.u (x s.qs);`,
    after: `CREATE SCHEMA s; CREATE TYPE s.r AS RANGE (subtype = text, collation = "C", multirange_type_name = rs); CREATE TABLE s.t (id integer PRIMARY KEY, x s.r, y rs);
      CREATE TYPE s.q AS RANGE (subtype = text, multirange_type_name = s.qq); CREATE TABLE s.u (x s.qq);`,
    rows: `INSERT INTO s.t VALUES (1, '[a,b)'); INSERT INTO s.u VALUES ('{[a,b)}')`,
  },
  {
    name: 'rows of a table are held by one that was of the type which they take the name of',
    before: `CREATE TYPE a AS (s text, z integer); CREATE TABLE h OF a (PRIMARY KEY (s));`,
    after:
      'CREATE TABLE a (s text PRIMARY KEY, z integer); CREATE TABLE h (s text NOT NULL PRIMARY KEY, z integer, w a);',
  },
  {
    name: 'a view and a default make values of a composite type that gets an attribute',
    before: `CREATE TYPE k AS (a integer); CREATE FUNCTION n(k) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1.a'; CREATE CAST (k AS integer) WITH FUNCTION n(k);
      CREATE TABLE t (g integer, v integer DEFAULT (ROW(5)::k)::integer); CREATE VIEW w AS SELECT (ROW(g)::k)::integer AS i FROM t;`,
    after: `CREATE TYPE k AS (a integer, b integer); CREATE FUNCTION n(k) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1.a + $1.b'; CREATE CAST (k AS integer) WITH FUNCTION n(k) AS IMPLICIT;
      CREATE TABLE t (g integer, v integer DEFAULT (ROW(5, 6)::k)::integer); CREATE VIEW w AS SELECT (ROW(g, g)::k)::integer AS i FROM t;`,
    rows: 'INSERT INTO t VALUES (1)',
  },
  {
    name: 'a default of rows within rows, whose types are others now',
    before: `CREATE TYPE a AS (s text, z integer); CREATE TYPE p AS (n text, a a, l a[]); CREATE DOMAIN d AS p CHECK ((VALUE).n <> '');
      CREATE TABLE t (id integer, p p, d d, l p[]);`,
    after: `CREATE TYPE a AS (s text, z bigint); CREATE TYPE p AS (n varchar(20), a a); CREATE TABLE t (id integer, p p, d p DEFAULT ROW('q', ROW('s', 2)));`,
    rows: 'INSERT INTO t (id) VALUES (1)',
  },
];
