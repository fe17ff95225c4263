import { type Pair } from './postgres-pairs.ts';

/** What products do to their schemas as they grow. */
export const GROWTH_PAIRS: readonly Pair[] = [
  {
    name: 'marks that go from one key to another while the first is dropped',
    before: `CREATE TABLE t (id integer PRIMARY KEY, a integer NOT NULL, UNIQUE (a));
      ALTER TABLE t REPLICA IDENTITY USING INDEX t_a_key, CLUSTER ON t_a_key;`,
    after: `CREATE TABLE t (id integer PRIMARY KEY, a integer NOT NULL, CONSTRAINT other UNIQUE (a));
      ALTER TABLE t REPLICA IDENTITY USING INDEX other, CLUSTER ON other;`,
  },
  {
    name: 'an index reads more of a column whose type is exchanged under its name',
    before: `CREATE TYPE e AS ENUM ('done', 'new'); CREATE TABLE t (id integer PRIMARY KEY, s e); CREATE INDEX i ON t (s);`,
    after: `CREATE TYPE e AS ENUM ('new', 'done'); CREATE TABLE t (id integer PRIMARY KEY, s e); CREATE INDEX i ON t (id) WHERE s = 'new';`,
    rows: `INSERT INTO t VALUES (1, 'new')`,
  },
  {
    name: 'a function over a view gives way to one of its name that the view calls',
    before: `CREATE TABLE t (id integer PRIMARY KEY, n integer); CREATE VIEW v AS SELECT id, n AS x FROM t;
      CREATE FUNCTION f(integer) RETURNS SETOF v LANGUAGE sql STABLE BEGIN ATOMIC SELECT id, x FROM v WHERE id = $1; END;`,
    after: `CREATE FUNCTION f(integer, numeric DEFAULT 2) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT $1 * $2';
      CREATE TABLE t (id integer PRIMARY KEY, n integer); CREATE INDEX i ON t (f(n)); CREATE VIEW v AS SELECT id, f(n) AS x FROM t;`,
    rows: 'INSERT INTO t VALUES (1, 2)',
    since: 140000,
  },
  {
    name: 'a function becomes an aggregate that takes the same, and an aggregate a function',
    before: `CREATE FUNCTION f(VARIADIC integer[]) RETURNS integer LANGUAGE sql AS 'SELECT 1';
      CREATE AGGREGATE g(VARIADIC x integer[]) (sfunc = array_cat, stype = integer[]);`,
    after: `CREATE AGGREGATE f(VARIADIC x integer[]) (sfunc = array_cat, stype = integer[]);
      CREATE FUNCTION g(integer[]) RETURNS integer LANGUAGE sql AS 'SELECT 1';`,
  },
  {
    name: 'a server of another type is made anew below its foreign tables',
    before: `CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE t (a integer) SERVER s;
      CREATE VIEW v AS SELECT a FROM t; COMMENT ON FOREIGN TABLE t IS 'theirs';`,
    after: `CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s TYPE 'x' FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE t (a integer) SERVER s;
      CREATE VIEW v AS SELECT a FROM t; COMMENT ON FOREIGN TABLE t IS 'theirs';`,
  },
  {
    name: 'an extension goes from under the text of a function',
    before: `CREATE EXTENSION unaccent; CREATE TABLE t (id integer, a text); CREATE INDEX i ON t (id);
      CREATE FUNCTION f(text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT public.unaccent('public.unaccent', $1) $$;
      CREATE INDEX j ON t (f(a));`,
    after: 'CREATE TABLE t (id integer, a text); CREATE INDEX i ON t (id);',
    rows: `INSERT INTO t VALUES (1, 'é')`,
  },
  {
    name: 'an extension goes to another schema while an index over its operators changes',
    before: `CREATE EXTENSION pg_trgm; CREATE TABLE t (id integer, a text); CREATE INDEX i ON t USING gin (a gin_trgm_ops);`,
    after: `CREATE SCHEMA x; CREATE EXTENSION pg_trgm SCHEMA x; CREATE TABLE t (id integer, a text);
      CREATE INDEX i ON t USING gist (a x.gist_trgm_ops (siglen = 32));`,
  },
  {
    name: 'lengths and precisions change beside an extension',
    before: `CREATE EXTENSION pg_trgm; CREATE TABLE t (id integer, a numeric(8,2), b varchar(10)[], c timestamp(3), d char(2)[]);`,
    after: `CREATE EXTENSION pg_trgm; CREATE TABLE t (id integer, a numeric(12,2), b varchar(20)[], c timestamp(6), d char(2));`,
  },
  {
    name: 'a default calls another function by the same text, while the type of another column changes',
    before: `CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT 'a' $$;
      CREATE TABLE t (id integer PRIMARY KEY, n text DEFAULT f(), a numeric(8,2));`,
    after: `CREATE FUNCTION f(p text DEFAULT 'R-') RETURNS text LANGUAGE sql AS 'SELECT p';
      CREATE TABLE t (id integer PRIMARY KEY, n text DEFAULT f(), a numeric(12,2), b numeric GENERATED ALWAYS AS (a * 2) STORED);`,
    rows: 'INSERT INTO t (id, a) VALUES (1, 2)',
  },
  {
    name: 'defaults have operators that are words',
    before: 'CREATE TABLE t (id integer);',
    after: `CREATE TABLE t (id integer, a timestamp DEFAULT (now() AT TIME ZONE 'utc'), b boolean DEFAULT (NOT true),
        c boolean DEFAULT (1 = 1 AND 2 = 2), d boolean DEFAULT ('x' LIKE '(%'), e text DEFAULT ('a' COLLATE "C"), f boolean DEFAULT (1 = ANY (ARRAY[2, 3])));
      CREATE DOMAIN o AS boolean DEFAULT (NOT false); CREATE TABLE u (a timestamp DEFAULT (now() AT TIME ZONE 'utc'), o o DEFAULT (NOT true));`,
    rows: 'INSERT INTO t VALUES (1)',
  },
  {
    name: 'an index reads a column of another type by way of a generated one, or no more',
    before: `CREATE TABLE t (id integer PRIMARY KEY, b text, v tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, b)) STORED);
      CREATE INDEX i ON t USING gin (v);`,
    after: `CREATE TABLE t (id integer PRIMARY KEY, b varchar(20));
      CREATE INDEX i ON t USING gin (to_tsvector('simple'::regconfig, b));`,
    rows: `INSERT INTO t VALUES (1, 'x')`,
  },
  {
    name: 'the name of a not-null constraint goes to another column',
    before: `CREATE TABLE t (id integer PRIMARY KEY, a integer CONSTRAINT nn NOT NULL, c integer CONSTRAINT c_ck CHECK (c IS NOT NULL));
      CREATE TABLE u (id integer, a integer CONSTRAINT nn NOT NULL);`,
    after: `CREATE TABLE t (id integer CONSTRAINT id_nn NOT NULL PRIMARY KEY, a integer, c integer CONSTRAINT nn NOT NULL);
      CREATE TABLE u (id integer CONSTRAINT nn NOT NULL);`,
    rows: 'INSERT INTO t VALUES (1, 1, 1)',
    since: 180000,
  },
  {
    name: 'a sequence that only the string of a function names comes before defaults that call it, and goes after them',
    before: `CREATE SEQUENCE s1; CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS $$ SELECT nextval('s1')::integer $$;
             CREATE FUNCTION g() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN 'x' || f(); END $$;
             CREATE TABLE t (id integer PRIMARY KEY, a integer NOT NULL DEFAULT f() UNIQUE, b text DEFAULT g());`,
    after: 'CREATE TABLE t (id integer PRIMARY KEY);',
  },
  {
    name: 'defaults, policies and checks call routines that read their table',
    before: 'CREATE TABLE other (id integer);',
    after: `CREATE TABLE t (id integer PRIMARY KEY, a bigint, b integer DEFAULT abs(-1)); CREATE VIEW v AS SELECT max(id) + 1 AS n FROM t;
      CREATE FUNCTION nxt() RETURNS bigint BEGIN ATOMIC SELECT n FROM v; END; ALTER TABLE t ALTER a SET DEFAULT nxt();
      CREATE POLICY p ON t USING (id < nxt()); CREATE FUNCTION ok(t) RETURNS boolean IMMUTABLE RETURN $1.id > 0; ALTER TABLE t ADD CHECK (ok(t));`,
    since: 140000,
  },
  {
    name: 'a default calls another function, which calls the one that it has called, made anew',
    before: `CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1'; CREATE TABLE t (a integer DEFAULT f(1));`,
    after: `CREATE FUNCTION h() RETURNS integer LANGUAGE sql RETURN 1;
      CREATE FUNCTION f(integer DEFAULT h()) RETURNS integer LANGUAGE sql RETURN h() + $1;
      CREATE FUNCTION g(integer DEFAULT f()) RETURNS integer LANGUAGE sql RETURN f($1); CREATE TABLE t (a integer DEFAULT g());`,
    rows: 'INSERT INTO t VALUES (DEFAULT)',
    since: 140000,
  },
  {
    name: 'a generated column calls a function whose name another has left, below what it has called and calls no more',
    before: `CREATE FUNCTION mid(integer) RETURNS integer IMMUTABLE LANGUAGE sql RETURN $1 + 1;
      CREATE FUNCTION top(x integer, y bigint DEFAULT mid(2)) RETURNS bigint IMMUTABLE LANGUAGE sql RETURN mid(x) + y;
      CREATE TABLE t (id integer, d bigint DEFAULT top(3), g bigint GENERATED ALWAYS AS (top(id, 1)) STORED);`,
    after: `CREATE FUNCTION mid(integer, integer DEFAULT 4) RETURNS integer IMMUTABLE LANGUAGE sql RETURN $1 + $2;
      CREATE FUNCTION top(x integer, y integer DEFAULT 2) RETURNS integer IMMUTABLE LANGUAGE sql RETURN mid(x) + y;
      CREATE TABLE t (id integer, d integer DEFAULT top(3), g integer GENERATED ALWAYS AS (mid(id, 1)) STORED);`,
    rows: 'INSERT INTO t VALUES (1)',
    counts: { of: 'SELECT id, g FROM t', are: { id: 1, g: 2 } },
    since: 140000,
  },
  {
    name: 'a table gives way to one of another name that has its sequence, its index and its key',
    before: `CREATE TABLE t (id bigserial PRIMARY KEY, a integer); CREATE INDEX i ON t (a);`,
    after: `CREATE TABLE t (id bigserial PRIMARY KEY, a integer); CREATE INDEX i ON t (a); ALTER TABLE t RENAME TO u;`,
  },
  {
    name: 'a column comes with the not-null constraint of one that goes, and with an index in the place of its own',
    since: 180000,
    before: `CREATE TABLE t (id integer PRIMARY KEY, a integer NOT NULL); CREATE INDEX i ON t (a, id); CREATE TABLE u (x integer) INHERITS (t);`,
    after: `CREATE TABLE t (id integer PRIMARY KEY, a bigint NOT NULL); CREATE INDEX i ON t (a, id); CREATE TABLE u (x integer) INHERITS (t);
      ALTER TABLE t RENAME a TO b;`,
  },
  {
    name: 'what only the string of a function names goes with the index that runs it, and is there again before that',
    before: `CREATE COLLATION aa (provider = icu, locale = 'de'); CREATE TYPE e AS ENUM ('a', 'b');
      CREATE FUNCTION f(text) RETURNS text LANGUAGE sql IMMUTABLE
        AS $$ SELECT CASE WHEN $1::public.e > 'a' THEN lower($1 COLLATE public.aa) END $$;
      CREATE TEXT SEARCH CONFIGURATION c (COPY = pg_catalog.simple);
      CREATE FUNCTION g(text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$ SELECT to_tsvector('public.c', $1) $$;
      CREATE TABLE t (id integer, a text, s tsvector GENERATED ALWAYS AS (g(a)) STORED); CREATE INDEX i ON t (f(a));`,
    after: '',
  },
  {
    name: 'a table takes the names that the server gave to the key and the index of a partition that goes',
    before: `CREATE TABLE t (a integer PRIMARY KEY, b integer) PARTITION BY LIST (a); CREATE INDEX i ON t (b);
      CREATE TABLE p PARTITION OF t FOR VALUES IN (1);`,
    rows: 'INSERT INTO t VALUES (1, 2)',
    after: `CREATE TABLE t (a integer PRIMARY KEY, b integer) PARTITION BY LIST (a); CREATE INDEX i ON t (b);
      CREATE TABLE rest PARTITION OF t DEFAULT;
      CREATE TABLE kept (a integer, b integer, CONSTRAINT p_pkey PRIMARY KEY (a)); CREATE INDEX p_b_idx ON kept (b);`,
  },
  {
    name: 'relations take the names that the server gave to the key and the index of a partition that goes',
    before: `CREATE TABLE t (a integer PRIMARY KEY, b integer) PARTITION BY LIST (a); CREATE INDEX i ON t (b);
      CREATE TABLE p PARTITION OF t FOR VALUES IN (1);`,
    after: 'CREATE TABLE p_pkey (a integer); CREATE VIEW p_b_idx AS SELECT 1 AS x;',
  },
  {
    name: 'an index ON ONLY its table has the same parts when it comes back with that',
    before: `CREATE TABLE t (a integer, b integer) PARTITION BY LIST (a); CREATE TABLE p PARTITION OF t FOR VALUES IN (1);
      CREATE TABLE q PARTITION OF t FOR VALUES IN (2); CREATE INDEX i ON ONLY t (b); CREATE INDEX own ON p (b);
      ALTER INDEX i ATTACH PARTITION own;`,
    after: '',
  },
  {
    name: 'a part with a name of its own comes back when its table, made anew without partitions, has partitions again',
    before: `CREATE TABLE t (a integer, b integer) PARTITION BY LIST (a); CREATE TABLE p PARTITION OF t FOR VALUES IN (1);
      CREATE INDEX i ON t (b); ALTER INDEX p_b_idx RENAME TO own;`,
    rows: 'INSERT INTO t VALUES (1, 2)',
    after: 'CREATE TABLE t (a integer, b integer); CREATE INDEX i ON t (b);',
  },
  {
    name: 'a column comes back with its constraint called as before, though another table has that name, too',
    before: 'CREATE TABLE t (a integer, x integer NOT NULL); CREATE TABLE u (LIKE t);',
    after:
      'CREATE TABLE t (a integer); CREATE TABLE u (LIKE t); ALTER TABLE u ADD x integer CONSTRAINT t_x_not_null NOT NULL;',
    since: 180000,
  },
  {
    name: 'partitions with columns of some length have no default where the table that they take the place of had one',
    before: 'CREATE TABLE t (a serial, b integer);',
    after: `CREATE TABLE t (a varchar(26) NOT NULL, b integer) PARTITION BY LIST (b);
      CREATE TABLE p PARTITION OF t FOR VALUES IN (1);`,
  },
  {
    name: 'rows of which no column stays are there still when their table is made anew with partitions',
    before: 'CREATE TABLE t (a integer);',
    rows: 'INSERT INTO t VALUES (1), (2)',
    after: `CREATE TABLE t (b integer DEFAULT 1) PARTITION BY LIST (b); CREATE TABLE p PARTITION OF t FOR VALUES IN (1);`,
    counts: { of: 'SELECT count(*)::int AS n FROM t', are: { n: 2 } },
  },
  {
    name: 'an index over partitions comes once what has had the names of its parts is gone',
    before: `CREATE TABLE t (a integer, b integer, c integer) PARTITION BY LIST (a);
      CREATE TABLE p PARTITION OF t FOR VALUES IN (1) PARTITION BY LIST (b); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
      CREATE INDEX i ON t (c); CREATE INDEX j ON p (b, c); CREATE INDEX p1_a_b_c_idx ON p1 (a, b, c);`,
    after: `CREATE TABLE t (a integer, b integer, c integer) PARTITION BY LIST (a);
      CREATE TABLE p PARTITION OF t FOR VALUES IN (1) PARTITION BY LIST (b); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
      CREATE INDEX i2 ON t (c) WHERE b > 1; CREATE INDEX p1_b_c_idx ON p1 (b, c); CREATE INDEX k ON t (a, b DESC, c);`,
  },
  {
    name: 'rows of partitions that are made anew or change their bounds come back, though on that way an enum loses a value, too',
    before: `CREATE TYPE k AS ENUM ('a', 'c', 'd'); CREATE TABLE t (id integer, k k) PARTITION BY LIST (k);
      CREATE TABLE p0 PARTITION OF t FOR VALUES IN ('a') PARTITION BY HASH (k);
      CREATE TABLE p00 PARTITION OF p0 FOR VALUES WITH (MODULUS 1, REMAINDER 0);
      CREATE TABLE p1 PARTITION OF t FOR VALUES IN ('c'); CREATE TABLE pd PARTITION OF t DEFAULT;
      CREATE TABLE u (id integer, k k) PARTITION BY LIST (id); CREATE TABLE u0 PARTITION OF u FOR VALUES IN (1, 3) PARTITION BY LIST (k);
      CREATE TABLE u01 PARTITION OF u0 FOR VALUES IN ('a', 'c'); CREATE TABLE u02 PARTITION OF u0 DEFAULT; CREATE TABLE ud PARTITION OF u DEFAULT;`,
    rows: `INSERT INTO t VALUES (1, 'a'), (3, 'c'), (4, 'd'); INSERT INTO u VALUES (1, 'a'), (2, 'c'), (3, 'd'), (4, 'd')`,
    after: `CREATE TYPE k AS ENUM ('a', 'b', 'c', 'd'); CREATE TABLE t (id integer, k k) PARTITION BY LIST (k);
      CREATE TABLE p0 PARTITION OF t FOR VALUES IN ('a'); CREATE TABLE p1 PARTITION OF t FOR VALUES IN ('b');
      CREATE TABLE p2 PARTITION OF t FOR VALUES IN ('c'); CREATE TABLE pd PARTITION OF t DEFAULT;
      CREATE TABLE u (id integer, k k) PARTITION BY LIST (id); CREATE TABLE u0 PARTITION OF u FOR VALUES IN (1, 2) PARTITION BY LIST (k);
      CREATE TABLE u01 PARTITION OF u0 FOR VALUES IN ('a', 'b'); CREATE TABLE u02 PARTITION OF u0 DEFAULT; CREATE TABLE ud PARTITION OF u DEFAULT;`,
    counts: {
      of: 'SELECT (SELECT sum(id) FROM t)::int AS t, (SELECT sum(id) FROM u)::int AS u',
      are: { t: 8, u: 10 },
    },
    countsBack: { t: 8, u: 10 },
  },
  {
    name: 'on the way back the partition for the rest gives rows up before others have their former bounds again',
    before: `CREATE TABLE t (id integer) PARTITION BY RANGE (id); CREATE TABLE t_default PARTITION OF t DEFAULT;
      CREATE TABLE t_p0 PARTITION OF t FOR VALUES FROM (0) TO (100); CREATE TABLE t_p1 PARTITION OF t FOR VALUES FROM (100) TO (200);`,
    rows: 'INSERT INTO t VALUES (1), (15), (105), (150), (205)',
    after: `CREATE TABLE t (id integer) PARTITION BY RANGE (id); CREATE TABLE t_default PARTITION OF t DEFAULT;
      CREATE TABLE t_p0 PARTITION OF t FOR VALUES FROM (10) TO (110); CREATE TABLE t_p1 PARTITION OF t FOR VALUES FROM (110) TO (210);
      COMMENT ON COLUMN t.id IS 'said';`,
    counts: { of: 'SELECT count(*)::int AS n, sum(id)::int AS s FROM t', are: { n: 5, s: 476 } },
    countsBack: { n: 5, s: 476 },
  },
  {
    name: 'keys that refer to a table let go while a partition of it is made anew',
    before: `CREATE TABLE t (id integer PRIMARY KEY, r integer) PARTITION BY HASH (id);
      CREATE TABLE p0 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 0);
      CREATE TABLE p1 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 1);
      ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (r) REFERENCES t (id);
      CREATE TABLE u (r integer CONSTRAINT g REFERENCES t (id));`,
    rows: 'INSERT INTO t VALUES (1, NULL), (2, 1), (3, 3); INSERT INTO u VALUES (1), (2), (3)',
    after: `CREATE TABLE t (id integer PRIMARY KEY, r integer) PARTITION BY HASH (id);
      CREATE TABLE p0 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 0);
      CREATE TABLE p1 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 1) PARTITION BY HASH (id);
      CREATE TABLE p11 PARTITION OF p1 FOR VALUES WITH (MODULUS 1, REMAINDER 0);
      ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (r) REFERENCES t (id);
      CREATE TABLE u (r integer CONSTRAINT g REFERENCES t (id));`,
    counts: { of: 'SELECT count(*)::int AS n, sum(id)::int AS s FROM t', are: { n: 3, s: 6 } },
    countsBack: { n: 3, s: 6 },
  },
  {
    name: 'a partition computes a column otherwise than its table, which computes it no more',
    since: 180000,
    before: `CREATE TABLE p (a integer, b integer GENERATED ALWAYS AS (a * 2) STORED, c integer GENERATED ALWAYS AS (a * 3) STORED) PARTITION BY LIST (a);
             CREATE TABLE p1 (a integer, b integer GENERATED ALWAYS AS (a * 7) STORED, c integer GENERATED ALWAYS AS (a * 8) STORED);
             ALTER TABLE p ATTACH PARTITION p1 FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p DEFAULT;`,
    after: `CREATE TABLE p (a integer, b integer) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
            CREATE TABLE p2 PARTITION OF p DEFAULT;`,
    rows: 'INSERT INTO p VALUES (1), (5);',
  },
  {
    name: 'an heir computes a column otherwise than its parent, and neither does so any more',
    since: 180000,
    before: `CREATE TABLE p (a integer, b integer GENERATED ALWAYS AS (a * 2) STORED);
             CREATE TABLE c (x text, b integer GENERATED ALWAYS AS (a * 3) STORED) INHERITS (p);`,
    after: 'CREATE TABLE p (a integer, b integer); CREATE TABLE c (x text) INHERITS (p);',
    rows: `INSERT INTO p VALUES (1); INSERT INTO c (a, x) VALUES (3, 'x');`,
  },
  {
    name: 'an heir that leaves its parent gets a sequence of its own for a column that it keeps',
    base: 'CREATE TABLE p (id bigserial, n text);',
    before: 'CREATE TABLE c (m integer, x serial) INHERITS (p);',
    after: 'CREATE TABLE c (id bigserial, m integer, x serial);',
    rows: `INSERT INTO p (n) VALUES ('a'); INSERT INTO c (m) VALUES (2), (3);`,
  },
  {
    name: 'a table of another type joins a parent that makes the column NOT NULL',
    since: 180000,
    before: 'CREATE TABLE e (id integer NOT NULL); CREATE TABLE p (id integer NOT NULL, age integer);',
    after: 'CREATE TABLE e (id bigint PRIMARY KEY); CREATE TABLE p (id bigint, age integer NOT NULL) INHERITS (e);',
    rows: 'INSERT INTO p VALUES (1, 3)',
  },
  {
    name: 'the same above an heir of both that is made anew',
    since: 180000,
    before: `CREATE TABLE e (id integer NOT NULL); CREATE TABLE p (id integer NOT NULL, age integer);
      CREATE TABLE k (kind text) INHERITS (e); CREATE TABLE c (cute boolean) INHERITS (p, e);`,
    after: `CREATE TABLE e (id bigint PRIMARY KEY, CHECK (id > 0)); CREATE TABLE p (id bigint, age integer NOT NULL) INHERITS (e);
      CREATE TABLE k (LIKE e INCLUDING ALL, kind text); CREATE TABLE c () INHERITS (k, p);`,
    rows: 'INSERT INTO p VALUES (1, 3)',
  },
  {
    name: 'a serial for an identity of a partitioned table, one of whose partitions goes while bounds change',
    before: `CREATE TABLE p (id integer GENERATED ALWAYS AS IDENTITY, k integer) PARTITION BY RANGE (k); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
      CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);`,
    after: `CREATE TABLE p (id serial, k integer) PARTITION BY RANGE (k); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (15);`,
    rows: 'INSERT INTO p (k) VALUES (1)',
  },
  {
    name: 'many columns change their types at once, a computed one and what it is made of among them',
    before: `CREATE TABLE t (id integer PRIMARY KEY, a integer, b text DEFAULT '1', c varchar(10) NOT NULL, d timestamp DEFAULT '2026-01-01', "e e" numeric, g integer GENERATED ALWAYS AS (id + 1) STORED);
      CREATE INDEX t_a ON t (a, c); CREATE VIEW v AS SELECT a, b FROM t;`,
    after: `CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b integer DEFAULT 1, c text NOT NULL, d timestamptz DEFAULT '2026-01-01', "e e" integer, g bigint GENERATED ALWAYS AS (id + 1) STORED);
      CREATE INDEX t_a ON t (a, c); CREATE VIEW v AS SELECT a, b FROM t;`,
    rows: `INSERT INTO t VALUES (1, 2, '3', 'x', '2026-01-01', 4)`,
    counts: { of: 'SELECT (id + a + b + "e e" + g)::integer AS n FROM t', are: { n: 12 } },
  },
  {
    name: 'generated columns say other values of an enum that loses some of those that it had',
    before: `CREATE TYPE e AS ENUM ('lo', 'mid', 'hi'); CREATE DOMAIN d AS e CHECK (VALUE <> 'hi'); CREATE TABLE t (id integer, l e,
               m e GENERATED ALWAYS AS (CASE WHEN id > 5 THEN 'hi'::e ELSE 'lo' END) STORED, n integer GENERATED ALWAYS AS (CASE WHEN l = 'mid' THEN 1 END) STORED);`,
    after: `CREATE TYPE e AS ENUM ('hi', 'lo', 'none'); CREATE DOMAIN d AS e CHECK (VALUE <> 'none'); CREATE TABLE t (id integer, l e,
               m e GENERATED ALWAYS AS (CASE WHEN id > 5 THEN 'hi'::e ELSE 'none' END) STORED, n integer GENERATED ALWAYS AS (CASE WHEN l = 'none' THEN 1 END) STORED);`,
    rows: `INSERT INTO t VALUES (1, 'lo'), (7, 'hi')`,
  },
  {
    name: 'an identity becomes a serial of another type while bounds change',
    before: `CREATE TABLE p (id integer GENERATED ALWAYS AS IDENTITY, k integer) PARTITION BY RANGE (k);
      CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10); CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);`,
    after: `CREATE TABLE p (id bigserial, k integer) PARTITION BY RANGE (k); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (15);
      CREATE TABLE p3 PARTITION OF p FOR VALUES FROM (15) TO (45);`,
    rows: 'INSERT INTO p (k) VALUES (1), (11), (16)',
    counts: { of: 'SELECT count(*)::integer AS n FROM p', are: { n: 3 } },
  },
  {
    name: 'a column that parents give, and an heir has as its own too, goes and comes at all of them',
    before: `CREATE TABLE p (id integer, x integer, note text); CREATE TABLE c (note text DEFAULT 'k' NOT NULL) INHERITS (p);
      CREATE TABLE g () INHERITS (c); CREATE VIEW v AS SELECT note FROM p;`,
    after: `CREATE TABLE p (id integer, x integer); CREATE TABLE c () INHERITS (p); CREATE TABLE g () INHERITS (c);
      CREATE VIEW v AS SELECT id FROM p;`,
    rows: 'INSERT INTO c (id, x) VALUES (1, 2)',
  },
  {
    name: 'a column that two parents give, and an heir has as its own too, goes and comes at all of them',
    before: `CREATE TABLE p (id integer, note text); CREATE TABLE q (note text); CREATE TABLE c (note text DEFAULT 'k') INHERITS (p, q);`,
    after: 'CREATE TABLE p (id integer); CREATE TABLE q (); CREATE TABLE c () INHERITS (p, q);',
    rows: 'INSERT INTO c (id) VALUES (1)',
  },
];
