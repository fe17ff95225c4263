import { type Pair } from './postgres-pairs.ts';

/** Small schemas and one to three changes, as the suites of such tools hold them. */
export const FIRST_PAIRS: readonly Pair[] = [
  {
    name: 'heirs become partitions of their parent, and partitions heirs, with their own rows',
    before: `CREATE TABLE p (id integer NOT NULL, d date NOT NULL, amount integer); CREATE TABLE p_1 (CHECK (d < '2022-02-01')) INHERITS (p);
      CREATE TABLE p_2 (CHECK (d >= '2022-02-01')) INHERITS (p);`,
    after: `CREATE TABLE p (id integer NOT NULL, d date NOT NULL, amount bigint) PARTITION BY RANGE (d); CREATE TABLE p_1 PARTITION OF p FOR VALUES FROM (MINVALUE) TO ('2022-02-01');
      CREATE TABLE p_2 PARTITION OF p FOR VALUES FROM ('2022-02-01') TO (MAXVALUE) PARTITION BY LIST (id); CREATE TABLE p_2_rest PARTITION OF p_2 DEFAULT;`,
    rows: `INSERT INTO p_1 VALUES (1, '2022-01-05', 1), (2, '2022-01-06', 1); INSERT INTO p_2 VALUES (3, '2022-02-05', 1)`,
    counts: {
      of: 'SELECT (SELECT count(*)::int FROM ONLY p) AS p, (SELECT count(*)::int FROM p_1) AS p_1, (SELECT count(*)::int FROM p_2) AS p_2',
      are: { p: 0, p_1: 2, p_2: 1 },
    },
    countsBack: { p: 0, p_1: 2, p_2: 1 },
  },
  {
    name: 'partitions become heirs with their own rows',
    before: `CREATE TABLE p (id integer NOT NULL, d date NOT NULL, amount integer) PARTITION BY RANGE (d); CREATE TABLE p_1 PARTITION OF p FOR VALUES FROM (MINVALUE) TO ('2022-02-01');
      CREATE TABLE p_2 PARTITION OF p FOR VALUES FROM ('2022-02-01') TO (MAXVALUE); CREATE TABLE p_3 PARTITION OF p DEFAULT;`,
    after: `CREATE TABLE p (id integer NOT NULL, d date NOT NULL, amount bigint); CREATE TABLE p_1 () INHERITS (p); CREATE TABLE p_2 () INHERITS (p);`,
    rows: `INSERT INTO p VALUES (1, '2022-01-05', 1), (2, '2022-01-06', 1), (3, '2022-02-05', 1)`,
    counts: {
      of: 'SELECT (SELECT count(*)::int FROM ONLY p) AS p, (SELECT count(*)::int FROM p_1) AS p_1, (SELECT count(*)::int FROM p_2) AS p_2',
      are: { p: 0, p_1: 2, p_2: 1 },
    },
    countsBack: { p: 0, p_1: 2, p_2: 1 },
    oneWay: true,
  },
  {
    embedded: true,
    name: 'keys of partitions are parts of an index that is no key, when all of them go or come',
    before: `CREATE TABLE p (a integer, b integer) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p (a PRIMARY KEY) FOR VALUES IN (1);
      CREATE TABLE p2 PARTITION OF p (a UNIQUE) FOR VALUES IN (2); CREATE UNIQUE INDEX ON p (a); ALTER TABLE p ADD UNIQUE (b, a);`,
    after: `SELECT 1;`,
  },
  {
    name: 'a column goes from a table that an heir is newly below, while the heir is made anew',
    before: `CREATE TABLE a (x integer, y integer); CREATE TABLE b (y integer NOT NULL, z bigint);
      CREATE TABLE c (w integer) INHERITS (b, a); CREATE TABLE d (e integer) INHERITS (c);`,
    after:
      'CREATE TABLE a (x integer); CREATE TABLE c (y integer, x integer, w integer); CREATE TABLE d (w integer) INHERITS (a);',
    since: 180000,
  },
  {
    name: 'a column of rows of a table comes while columns of that table get other types',
    before: 'CREATE TABLE t (id bigint, b text); CREATE TABLE u (k integer, r t);',
    after: 'CREATE TABLE t (id integer, a text); CREATE TABLE u (k integer, r t, s t[]);',
  },
  {
    name: 'a unique index that tells rows apart goes, and its column may be null',
    before: `CREATE TABLE t (a integer NOT NULL, b integer NOT NULL, UNIQUE (b)); CREATE UNIQUE INDEX u ON t (a);
      CREATE TABLE w (LIKE t INCLUDING ALL); ALTER TABLE t REPLICA IDENTITY USING INDEX u;
      ALTER TABLE w REPLICA IDENTITY USING INDEX w_b_key;`,
    after:
      'CREATE TABLE t (a integer, b integer); CREATE TABLE w (a integer, b integer); ALTER TABLE t REPLICA IDENTITY NOTHING;',
  },
  {
    name: 'an index like the one over all partitions goes beside it',
    before: `CREATE TABLE p (id integer, d integer) PARTITION BY RANGE (d); CREATE TABLE q PARTITION OF p FOR VALUES FROM (0) TO (9);
      CREATE INDEX i ON p (id); CREATE INDEX j ON q (id);`,
    after: `CREATE TABLE p (id integer, d integer) PARTITION BY RANGE (d); CREATE TABLE q PARTITION OF p FOR VALUES FROM (0) TO (9);
      CREATE UNIQUE INDEX i ON p (d);`,
  },
  {
    name: 'partitioned tables say of which access method their partitions are, and no longer',
    base: 'CREATE ACCESS METHOD other TYPE TABLE HANDLER heap_tableam_handler;',
    before: `CREATE TABLE p (a integer) PARTITION BY LIST (a) USING other; CREATE TABLE q (a integer) PARTITION BY LIST (a);`,
    after: `CREATE TABLE p (a integer) PARTITION BY LIST (a); CREATE TABLE q (a integer) PARTITION BY LIST (a) USING other;
      CREATE TABLE q1 PARTITION OF q FOR VALUES IN (1) USING heap; CREATE TABLE q2 PARTITION OF q FOR VALUES IN (2);
      CREATE TABLE r (a integer) PARTITION BY LIST (a) USING heap;`,
    since: 170000,
  },
  {
    name: 'heirs have a not-null column before their parent gets it',
    before: `CREATE TABLE base (id integer PRIMARY KEY); CREATE TABLE post (title text, created date) INHERITS (base);
      CREATE TABLE page (url text) INHERITS (post);`,
    after: `CREATE TABLE base (id integer PRIMARY KEY, created date DEFAULT now() NOT NULL); CREATE TABLE post (title text, UNIQUE (title)) INHERITS (base);
      CREATE TABLE page (url text) INHERITS (base);`,
    since: 180000,
  },
  {
    name: 'the default of a partitioned table changes beside those of partitions that go and come',
    before: `CREATE TABLE p (id integer, r integer DEFAULT 3) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (5);
      CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (5) TO (9);`,
    after: `CREATE TABLE p (id integer, r integer) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p (r DEFAULT 7) FOR VALUES FROM (0) TO (9);`,
  },
  {
    name: 'columns that are made anew, and that go with a view, come back in their order',
    before: `CREATE TABLE t (id integer, a integer, b integer, c text); CREATE TABLE u (id integer, a integer, b integer);
      CREATE VIEW v AS SELECT b FROM u;`,
    after: `CREATE TABLE t (id integer, a integer, b integer GENERATED ALWAYS AS (a * 2) STORED, c text GENERATED ALWAYS AS ('v' || a) STORED);
      CREATE TABLE u (id integer);`,
  },
  {
    name: 'a column goes from a table while heirs come that have one of that name by themselves',
    before: "CREATE TABLE b (id bigint, a text DEFAULT 'y'); CREATE TABLE c (id bigint, a text DEFAULT 'z');",
    after: 'CREATE TABLE b (id integer); CREATE TABLE c (a text) INHERITS (b); CREATE TABLE d (a text) INHERITS (b);',
  },
  {
    name: 'a table with a trigger becomes the partition that takes the rows of what was a table',
    base: "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';",
    before: 'CREATE TABLE p (id integer); CREATE TABLE q (id integer);',
    after: `CREATE TABLE p (id integer) PARTITION BY RANGE (id); CREATE TABLE q PARTITION OF p FOR VALUES FROM (0) TO (9);
      CREATE TRIGGER t BEFORE INSERT ON q FOR EACH ROW EXECUTE FUNCTION f();`,
    rows: 'INSERT INTO p VALUES (1), (2)',
    counts: { of: 'SELECT count(*)::int AS n FROM q', are: { n: 2 } },
  },
  {
    name: 'the key of a partitioned table gives way to another with the same names',
    before: `CREATE TABLE p (a integer, b text, CONSTRAINT k PRIMARY KEY (a, b)) PARTITION BY RANGE (a);
      CREATE TABLE q PARTITION OF p FOR VALUES FROM (0) TO (9); CREATE TABLE r (a integer, b text, FOREIGN KEY (a, b) REFERENCES p);`,
    after: `CREATE TABLE p (a integer, b text, PRIMARY KEY (a)) PARTITION BY RANGE (a);
      CREATE TABLE q PARTITION OF p FOR VALUES FROM (0) TO (9);`,
  },
  {
    name: 'rows that come to a partition with partitions of its own are there once, there and back',
    before: 'CREATE TABLE p (id integer, k text); CREATE TABLE q (id integer, k text);',
    after: `CREATE TABLE p (id integer, k text) PARTITION BY RANGE (id);
      CREATE TABLE q PARTITION OF p FOR VALUES FROM (0) TO (9) PARTITION BY LIST (k); CREATE TABLE r PARTITION OF q DEFAULT;`,
    rows: "INSERT INTO p VALUES (1, 'a'); INSERT INTO q VALUES (2, 'b')",
    counts: {
      of: 'SELECT (SELECT count(*) FROM p)::int AS p, (SELECT count(*) FROM q)::int AS q',
      are: { p: 2, q: 2 },
    },
    countsBack: { p: 2, q: 0 },
  },
  {
    name: 'numbers and values of columns come from elsewhere',
    before: `CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY, a integer, b integer GENERATED ALWAYS AS (a * 2) STORED);
             CREATE VIEW v AS SELECT b FROM t; COMMENT ON COLUMN t.b IS 'twice';`,
    after: `CREATE UNLOGGED SEQUENCE s; CREATE TABLE t (id bigint DEFAULT nextval('s') NOT NULL, a integer, b integer DEFAULT 5);
            CREATE VIEW v AS SELECT b FROM t; CREATE TABLE u (id integer GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME own START 5));`,
    rows: `INSERT INTO t (a) VALUES (1), (2)`,
    since: 150000,
  },
  {
    name: 'a partition has a foreign key of its own called as the one that its table lets go of',
    before: `CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (id integer PRIMARY KEY);
      CREATE TABLE t (id integer, k integer, CONSTRAINT fk FOREIGN KEY (id) REFERENCES b) PARTITION BY LIST (k);
      CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE TABLE t2 PARTITION OF t FOR VALUES IN (2);`,
    after: `CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (id integer PRIMARY KEY);
      CREATE TABLE t (id integer, k integer) PARTITION BY LIST (k);
      CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE TABLE t2 PARTITION OF t FOR VALUES IN (2);
      ALTER TABLE t1 ADD CONSTRAINT fk FOREIGN KEY (id) REFERENCES a; ALTER TABLE t2 ADD CONSTRAINT fk CHECK (id > 0);`,
    rows: 'INSERT INTO a VALUES (1); INSERT INTO b VALUES (1); INSERT INTO t VALUES (1, 1), (1, 2)',
  },
  {
    name: 'partitions mark their parts of an index that is made anew',
    base: 'CREATE TABLE t (a integer NOT NULL, b integer NOT NULL) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE TABLE t2 PARTITION OF t FOR VALUES IN (2);',
    before:
      'CREATE UNIQUE INDEX i ON t (a, b); ALTER TABLE t1 REPLICA IDENTITY USING INDEX t1_a_b_idx; ALTER TABLE t2 CLUSTER ON t2_a_b_idx;',
    after:
      'CREATE UNIQUE INDEX i ON t (a, b DESC); ALTER TABLE t1 REPLICA IDENTITY USING INDEX t1_a_b_idx; ALTER TABLE t2 CLUSTER ON t2_a_b_idx;',
    rows: 'INSERT INTO t VALUES (1, 1), (2, 2)',
  },
  {
    name: 'partitions mark their parts of a key, be it by a name of their own, or of a constraint',
    base: 'CREATE TABLE t (a integer NOT NULL, b integer NOT NULL) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); CREATE TABLE t2 PARTITION OF t FOR VALUES IN (2);',
    before: `ALTER TABLE t ADD PRIMARY KEY (b, a); ALTER TABLE t1 RENAME CONSTRAINT t1_pkey TO mine; ALTER TABLE t1 REPLICA IDENTITY USING INDEX mine; ALTER TABLE t2 CLUSTER ON t2_pkey;`,
    after:
      'ALTER TABLE t ADD UNIQUE (a, b); ALTER TABLE t1 REPLICA IDENTITY USING INDEX t1_a_b_key; ALTER TABLE t2 CLUSTER ON t2_a_b_key;',
    rows: 'INSERT INTO t VALUES (1, 1), (2, 2)',
  },
  {
    name: 'rows are told apart by an index over the column of a constraint that goes',
    before:
      'CREATE TABLE t (id integer NOT NULL, b integer NOT NULL, CONSTRAINT u UNIQUE (b)); ALTER TABLE t REPLICA IDENTITY USING INDEX u;',
    after: `CREATE TABLE t (id integer NOT NULL, b integer NOT NULL); CREATE UNIQUE INDEX u ON t (id); CREATE UNIQUE INDEX w ON t (b);
      ALTER TABLE t REPLICA IDENTITY USING INDEX w;`,
    rows: 'INSERT INTO t VALUES (1, 1), (2, 2)',
  },
  {
    name: 'a domain without a default stands on one that gets or has one',
    before: 'CREATE DOMAIN d AS integer; CREATE DOMAIN e AS d CHECK (VALUE > 0); CREATE TABLE t (a e);',
    after:
      'CREATE DOMAIN d AS integer DEFAULT 1; CREATE TABLE t (a d); CREATE DOMAIN f AS d; ALTER DOMAIN f DROP DEFAULT;',
    rows: 'INSERT INTO t VALUES (1)',
  },
  {
    name: 'a routine names a type before, and the table of that name after',
    before: `CREATE TYPE a AS (x integer, y text); CREATE TABLE t (id integer, a a);
      CREATE FUNCTION f(integer) RETURNS a LANGUAGE sql AS 'SELECT a FROM t WHERE id = $1';`,
    after: `CREATE TABLE a (x integer, y text); CREATE TABLE t (id integer, a a);
      CREATE FUNCTION f(integer) RETURNS SETOF a LANGUAGE sql AS 'SELECT NULL::a';`,
    rows: "INSERT INTO t VALUES (1, (2, 'y'))",
  },
  {
    name: 'numbers become money and truth values, and these numbers',
    before: `CREATE TABLE t (id integer, a integer, b smallint, c double precision, d money, e boolean DEFAULT true, f smallint, g bigint[], h "char");`,
    after: `CREATE TABLE t (id integer, a money, b money, c money, d bigint, e smallint DEFAULT 1, f boolean, g integer[], h integer);`,
    rows: "INSERT INTO t VALUES (1, 2, 3, 4, '5', true, 1, '{7}', '8'), (2, -2, 0, 0, '0', false, 0, NULL, NULL)",
  },
];
