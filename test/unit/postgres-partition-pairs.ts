import { type Pair, renamed, renamedColumn } from './postgres-pairs.ts';

const T = `CREATE TABLE t (a integer NOT NULL, b integer NOT NULL, c integer) PARTITION BY RANGE (a);
  CREATE TABLE p1 PARTITION OF t FOR VALUES FROM (0) TO (10); CREATE TABLE p2 PARTITION OF t FOR VALUES FROM (10) TO (20);`;

const ROWS = 'INSERT INTO t VALUES (1, 2, 3), (11, 12, 13)';

const OWN = `${T} ALTER TABLE p1 ADD CONSTRAINT p1k PRIMARY KEY (a, b); ALTER TABLE p2 ADD CONSTRAINT p2u UNIQUE (a, b);`;

/** Partitions whose indexes are cut to one name: who has which number is a matter of turns. */
const long = (unique: string, ...parts: readonly number[]): string => {
  const name = 'a_partitioned_table_with_quite_a_long_name_for_what_it_is';
  const made = parts.map((n) => `CREATE TABLE ${name}_${n} PARTITION OF ${name} FOR VALUES FROM (${n}) TO (${n + 1});`);
  return `CREATE TABLE ${name} (some_id bigint, created_at timestamptz${unique}) PARTITION BY RANGE (some_id);
    CREATE INDEX my_index ON ${name} (created_at, some_id); ${made.join(' ')}`;
};

export const PARTITION_PAIRS: readonly Pair[] = [
  {
    name: 'partitions whose indexes are cut to one name come and go, and change turns',
    before: long('', 1, 2, 3),
    after: long('', 3, 4),
  },
  {
    name: 'unique constraints of partitions that are cut to one name come and go',
    before: long('', 1, 2, 3),
    after: long(', UNIQUE (some_id, created_at)', 3, 2, 1),
  },
  {
    name: 'a part of a partition that comes has the name of one that goes, and leaves it on the way back',
    before: `${long('', 2, 3)} CREATE INDEX another ON a_partitioned_table_with_quite_a_long_name_for_what_it_is (created_at, some_id);`,
    after: long('', 3, 2, 4),
  },
  {
    name: 'keys of partitions that are cut to one name change turns, and come and go with that of their table',
    before: long(', PRIMARY KEY (some_id, created_at)', 1, 2, 3),
    after: long(', PRIMARY KEY (some_id, created_at)', 2, 4, 3),
  },
  {
    name: 'the key of a table comes, and each partition has its part under the name that is declared',
    before: long('', 1, 2, 3).replace(
      'some_id bigint, created_at timestamptz',
      'some_id bigint NOT NULL, created_at timestamptz NOT NULL',
    ),
    after: long(', PRIMARY KEY (some_id, created_at)', 3, 2, 1).replace(
      'some_id bigint, created_at timestamptz',
      'some_id bigint NOT NULL, created_at timestamptz NOT NULL',
    ),
  },
  {
    embedded: true,
    name: 'constraints of partitions become the parts of a mere index',
    before: `${T} CREATE UNIQUE INDEX u ON t (a, b);`,
    after: `${OWN} CREATE UNIQUE INDEX u ON t (a, b);`,
    rows: ROWS,
  },
  {
    name: 'an index goes whose parts are constraints, which stay',
    before: `${OWN} CREATE UNIQUE INDEX u ON t (a, b);`,
    after: OWN,
    rows: ROWS,
  },
  {
    name: 'constraints of partitions become the parts of a unique constraint, and an index that was made ON ONLY one over all',
    before: `${T} CREATE INDEX i ON ONLY t (b); CREATE INDEX i1 ON p1 (b); ALTER INDEX i ATTACH PARTITION i1; CREATE INDEX i2 ON p2 (b);`,
    after: `${OWN} ALTER TABLE t ADD CONSTRAINT u UNIQUE (a, b); CREATE INDEX i ON t (b);`,
    rows: ROWS,
  },
  {
    name: 'a primary key of a partition gives way to a unique constraint that becomes a part of the primary key of its table',
    before: `${T} ALTER TABLE p1 ADD PRIMARY KEY (b);`,
    after: `${T} ALTER TABLE p1 ADD CONSTRAINT p1k PRIMARY KEY (a, b); ALTER TABLE p2 ADD CONSTRAINT p2u UNIQUE (a, b); ALTER TABLE t ADD PRIMARY KEY (a, b);`,
    rows: ROWS,
  },
  {
    name: 'a partition stays on as a table with its rows while its table, with triggers, is made anew',
    base: `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';`,
    before: `${T.replaceAll(' NOT NULL', '')} CREATE TRIGGER r AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f(); CREATE TRIGGER own AFTER UPDATE ON p1 FOR EACH ROW EXECUTE FUNCTION f();`,
    after: `CREATE TABLE t (a integer, b integer, c integer) PARTITION BY LIST (b); CREATE TABLE rest PARTITION OF t DEFAULT;
            CREATE TABLE p1 (a integer, b integer, c integer); CREATE TRIGGER r AFTER INSERT ON p1 FOR EACH ROW EXECUTE FUNCTION f();`,
    rows: ROWS,
    counts: {
      of: 'SELECT (SELECT count(*)::int FROM t) AS t, (SELECT count(*)::int FROM p1) AS p1',
      are: { t: 1, p1: 1 },
    },
  },
  {
    name: 'heirs become partitions with their rows, and partitions heirs',
    base: `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';`,
    before: `CREATE TABLE t (a integer NOT NULL, b integer, c integer); CREATE TABLE p1 (CHECK (a < 10)) INHERITS (t); CREATE TABLE p2 (CHECK (a >= 10)) INHERITS (t);
             CREATE INDEX ON p1 (a); CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();`,
    after: `${T.replace('b integer NOT NULL', 'b integer')} CREATE INDEX ON t (a);`,
    rows: 'INSERT INTO t VALUES (1, 2, 3); INSERT INTO p1 VALUES (2, 2, 3); INSERT INTO p2 VALUES (11, 12, 13)',
    counts: {
      of: 'SELECT (SELECT count(*)::int FROM p1) AS p1, (SELECT count(*)::int FROM p2) AS p2',
      are: { p1: 2, p2: 1 },
    },
  },
  {
    name: 'the same where the partition comes after its table by name, and triggers have states of their own there',
    base: `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';`,
    before: `CREATE TABLE t (a integer, b integer, c integer) PARTITION BY RANGE (a);
             CREATE TABLE z1 PARTITION OF t FOR VALUES FROM (0) TO (10); CREATE TABLE z2 PARTITION OF t FOR VALUES FROM (10) TO (20);
             CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW WHEN (new.c > 0) EXECUTE FUNCTION f(); ALTER TABLE z1 DISABLE TRIGGER r;`,
    after: `CREATE TABLE t (a integer, b integer) PARTITION BY LIST (b); CREATE TABLE rest PARTITION OF t DEFAULT;
            CREATE TABLE z1 (a integer, b integer, c bigint); CREATE TRIGGER r BEFORE INSERT ON z1 FOR EACH ROW WHEN (new.c > 0) EXECUTE FUNCTION f();`,
    rows: ROWS,
    counts: {
      of: 'SELECT (SELECT count(*)::int FROM t) AS t, (SELECT count(*)::int FROM z1) AS z1',
      are: { t: 1, z1: 1 },
    },
  },
  {
    name: 'heirs join a parent that makes a column of theirs NOT NULL, and leave one that does',
    before: `CREATE TABLE q (a integer, z text); CREATE TABLE k (a integer, c integer); CREATE TABLE m (a integer) INHERITS (k);`,
    after: `CREATE TABLE q (a integer, z text NOT NULL); CREATE TABLE k (a integer, c integer); CREATE TABLE m (a integer) INHERITS (q);`,
  },
  {
    name: 'a column that is NOT NULL comes to a table with a partition, and goes',
    before: T,
    after: `${T} ALTER TABLE t ADD COLUMN kind text DEFAULT 'api' NOT NULL;`,
    rows: ROWS,
  },
  {
    name: 'an index ON ONLY its table is made anew while partitions leave, join, come and go',
    before: `${T} CREATE INDEX i ON ONLY t (b); CREATE INDEX i1 ON p1 (b); ALTER INDEX i ATTACH PARTITION i1; CREATE INDEX i2 ON p2 (b);`,
    after: `${T.replaceAll('p2', 'p3')} CREATE INDEX i ON ONLY t (b); CREATE INDEX i1 ON p1 (b); CREATE INDEX i3 ON p3 (b); ALTER INDEX i ATTACH PARTITION i3;
            CREATE TABLE p2 (a integer NOT NULL, b integer NOT NULL, c integer); CREATE INDEX i2 ON p2 (b);`,
    rows: ROWS,
  },
  {
    since: 180000,
    name: 'a table becomes a partition of one that is made anew, which keeps the names of its not-null constraints',
    base: 'CREATE TABLE r (x integer, y integer);',
    before:
      'CREATE TABLE t (a integer, b integer, PRIMARY KEY (a, b)); CREATE TABLE p1 (a integer, b integer); ALTER TABLE r ADD FOREIGN KEY (x, y) REFERENCES t;',
    after: `CREATE TABLE t (a integer, b integer, PRIMARY KEY (a, b)) PARTITION BY RANGE (a); CREATE TABLE p1 (a integer CONSTRAINT t_a_not_null NOT NULL, b integer CONSTRAINT t_b_not_null NOT NULL, PRIMARY KEY (a, b));
            ALTER TABLE t ATTACH PARTITION p1 FOR VALUES FROM (0) TO (10); ALTER TABLE r ADD FOREIGN KEY (x, y) REFERENCES t;`,
  },
  {
    name: 'a partition of a partition becomes a table, another one a partition of the whole, whose index and key go and come',
    before: `${T.replace(';', '; CREATE INDEX i ON t (c);').replace('(0) TO (10)', '(0) TO (10) PARTITION BY LIST (b)')}
             CREATE TABLE p11 PARTITION OF p1 FOR VALUES IN (1, 3); CREATE TABLE p1d PARTITION OF p1 DEFAULT;`,
    after: `${T.replace('c integer', 'c bigint, PRIMARY KEY (a, b)')} CREATE TABLE p11 (a integer NOT NULL, b integer NOT NULL, c bigint);`,
    rows: `${ROWS}, (2, 1, 1)`,
    counts: {
      of: 'SELECT (SELECT count(*)::int FROM p1) AS p1, (SELECT count(*)::int FROM p2) AS p2, (SELECT count(*)::int FROM p11) AS p11',
      are: { p1: 1, p2: 1, p11: 1 },
    },
  },
  {
    name: 'heirs leave a table whose column becomes NOT NULL, and theirs stays nullable',
    before: `CREATE TABLE a (id integer, x integer); CREATE TABLE b (id integer, y integer); CREATE TABLE c (z integer) INHERITS (a, b);
             CREATE TABLE d (y integer) INHERITS (a); CREATE TABLE e () INHERITS (d);`,
    after: `CREATE TABLE a (id integer NOT NULL, x integer); CREATE TABLE b (id integer, y integer); CREATE TABLE c (z integer) INHERITS (b);
            CREATE TABLE d (id integer, y integer); CREATE TABLE e () INHERITS (d);`,
    rows: 'INSERT INTO c VALUES (NULL, 1, 2, 3); INSERT INTO e VALUES (NULL, 1, 2)',
  },
  {
    name: 'an heir gets the parents of its parent, whose columns that loses',
    before:
      'CREATE TABLE a (id integer, x integer); CREATE TABLE b (y integer) INHERITS (a); CREATE TABLE c (z integer) INHERITS (b);',
    after:
      'CREATE TABLE a (id integer, x integer); CREATE TABLE b (id integer, y integer); CREATE TABLE c (z integer) INHERITS (a, b);',
    rows: 'INSERT INTO c VALUES (1, 2, 3, 4)',
    counts: { of: 'SELECT x FROM c', are: { x: 2 } },
  },
  {
    name: 'an heir leaves with a check that its parent loses',
    before: 'CREATE TABLE a (n integer, CONSTRAINT k CHECK (n > 0)); CREATE TABLE h () INHERITS (a);',
    after: 'CREATE TABLE a (n integer); CREATE TABLE h (n integer, CONSTRAINT k CHECK (n > 0));',
    rows: 'INSERT INTO h VALUES (1)',
  },
  {
    name: 'an heir gets a key over a column that becomes NOT NULL in its parent',
    before: 'CREATE TABLE p (id integer, x integer); CREATE TABLE h () INHERITS (p);',
    after: 'CREATE TABLE p (id integer NOT NULL, x integer); CREATE TABLE h (PRIMARY KEY (id)) INHERITS (p);',
    rows: 'INSERT INTO h VALUES (1, 2)',
  },
  {
    name: 'rows that move between partitions keep what is written by then into a column that comes',
    before: `${T} CREATE TABLE u (x integer); CREATE TABLE z (k integer) PARTITION BY RANGE (k); CREATE TABLE z1 PARTITION OF z FOR VALUES FROM (0) TO (10);`,
    after: `${T.replace('c integer', 'c integer, w integer NOT NULL DEFAULT 5').replaceAll('(10)', '(5)')} CREATE TABLE u (x integer NOT NULL);
            CREATE TABLE z (k integer) PARTITION BY RANGE (k); CREATE TABLE z1 PARTITION OF z FOR VALUES FROM (0) TO (5);`,
    rows: 'INSERT INTO t VALUES (1, 1, 1), (7, 1, 1)',
    meanwhile: { after: 'VALIDATE CONSTRAINT', write: 'UPDATE t SET w = a' },
    counts: { of: 'SELECT sum(w)::int AS w FROM t', are: { w: 8 } },
  },
  {
    name: 'storage of columns that come or change their types is what each partition and heir has, also of those that go',
    before: `CREATE TABLE t (a integer, c text, b text) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF t FOR VALUES FROM (0) TO (10); CREATE TABLE p2 PARTITION OF t FOR VALUES FROM (10) TO (20);
             CREATE TABLE p (a integer, c text, b text); CREATE TABLE h () INHERITS (p); ALTER TABLE t ALTER b SET STORAGE EXTERNAL; ALTER TABLE p ALTER b SET STORAGE EXTERNAL; ALTER TABLE p1 ALTER c SET STORAGE MAIN;`,
    after: `CREATE TABLE t (a integer, c varchar(30)) PARTITION BY RANGE (a); CREATE TABLE p2 PARTITION OF t FOR VALUES FROM (0) TO (20);
            CREATE TABLE p (a integer, c text); CREATE TABLE h () INHERITS (p);`,
    rows: `INSERT INTO t (a, c) VALUES (1, 'x'), (11, 'y')`,
  },
  {
    name: 'what a partition holds that goes is taken by that for the rest while columns change, and comes back',
    before: `CREATE TABLE t (a bigint, b integer NOT NULL, n text) PARTITION BY RANGE (b); CREATE TABLE p1 PARTITION OF t FOR VALUES FROM (0) TO (10);
             CREATE TABLE p2 PARTITION OF t FOR VALUES FROM (10) TO (20); CREATE TABLE rest PARTITION OF t DEFAULT;`,
    after: `CREATE TABLE t (a integer, b integer NOT NULL) PARTITION BY RANGE (b); CREATE TABLE p1 PARTITION OF t FOR VALUES FROM (0) TO (10);
            CREATE TABLE rest PARTITION OF t DEFAULT;`,
    rows: "INSERT INTO t VALUES (1, 1, 'x'), (2, 11, 'y'), (3, 12, 'z'), (4, 21, 'w')",
    counts: { of: 'SELECT count(*)::integer AS n, sum(a)::integer AS a FROM rest', are: { n: 3, a: 9 } },
    embedded: true,
  },
  {
    name: 'a partition stays NOT NULL by itself where its table no longer is, and where that is undone',
    before: `CREATE TABLE t (a integer, b integer NOT NULL) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF t FOR VALUES FROM (0) TO (10);
             CREATE TABLE s (a integer, b integer) PARTITION BY RANGE (a); CREATE TABLE s1 PARTITION OF s (b NOT NULL) FOR VALUES FROM (0) TO (10);`,
    after: `CREATE TABLE t (a integer, b integer) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF t (b NOT NULL) FOR VALUES FROM (0) TO (10);
            CREATE TABLE s (a integer, b integer NOT NULL) PARTITION BY RANGE (a); CREATE TABLE s1 PARTITION OF s FOR VALUES FROM (0) TO (10);`,
    until: 180000,
  },
  {
    name: 'rows of the partition for the rest go to one that comes while the domain of a column is made anew',
    before: `CREATE DOMAIN m AS numeric(14,2); CREATE TABLE t (a m NOT NULL, b integer NOT NULL) PARTITION BY RANGE (b);
             CREATE TABLE p1 PARTITION OF t FOR VALUES FROM (0) TO (10); CREATE TABLE rest PARTITION OF t DEFAULT;`,
    after: `CREATE DOMAIN m AS numeric(16,4); CREATE TABLE t (a m NOT NULL, b integer NOT NULL) PARTITION BY RANGE (b);
            CREATE TABLE p1 PARTITION OF t FOR VALUES FROM (0) TO (10); CREATE TABLE p2 PARTITION OF t FOR VALUES FROM (10) TO (20);
            CREATE TABLE rest PARTITION OF t DEFAULT;`,
    rows: 'INSERT INTO t VALUES (1, 1), (2, 11), (3, 12), (4, 21)',
    counts: { of: 'SELECT count(*)::integer AS n, sum(a)::integer AS a FROM p2', are: { n: 2, a: 5 } },
  },
  {
    since: 180000,
    name: 'not-null constraints of heirs hold for all rows by a key or of their own, or with their parents only for those to come',
    before: `CREATE TABLE p (a integer, b integer); CREATE TABLE h (x integer, PRIMARY KEY (a)) INHERITS (p);
             CREATE TABLE g (CONSTRAINT own NOT NULL b) INHERITS (p);`,
    after: `CREATE TABLE p (a integer, b integer); CREATE TABLE h (x integer) INHERITS (p); CREATE TABLE g () INHERITS (p);
            ALTER TABLE p ADD CONSTRAINT nn NOT NULL a NOT VALID, ADD CONSTRAINT nb NOT NULL b NOT VALID;`,
  },
  {
    since: 180000,
    name: 'what only heirs have NOT VALID holds for all rows of their parents, too, and their key needs that',
    before: `CREATE TABLE p (a integer, b integer); CREATE TABLE h (x integer) INHERITS (p);
             ALTER TABLE h ADD CONSTRAINT nv NOT NULL a NOT VALID;`,
    after:
      'CREATE TABLE p (a integer CONSTRAINT nn NOT NULL, b integer); CREATE TABLE h (x integer, PRIMARY KEY (a, b)) INHERITS (p);',
    rows: 'INSERT INTO h VALUES (1, 2, 3)',
    counts: { of: 'SELECT a, b, x FROM h', are: { a: 1, b: 2, x: 3 } },
  },
  {
    since: 180000,
    name: 'a partition has its own not-null constraint NOT VALID, or its table has, and each that comes with it',
    before: `CREATE TABLE t (a integer, b integer) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF t FOR VALUES FROM (0) TO (10);
             ALTER TABLE p1 ADD CONSTRAINT nv NOT NULL b NOT VALID;`,
    after: `CREATE TABLE t (a integer, b integer) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF t FOR VALUES FROM (0) TO (10);
            CREATE TABLE p2 PARTITION OF t FOR VALUES FROM (10) TO (20); CREATE TABLE p3 PARTITION OF t FOR VALUES FROM (20) TO (30);
            ALTER TABLE t ADD CONSTRAINT nn NOT NULL b NOT VALID; ALTER TABLE p3 VALIDATE CONSTRAINT nn;`,
    rows: 'INSERT INTO t VALUES (1, 2)',
    counts: { of: 'SELECT a, b FROM p1', are: { a: 1, b: 2 } },
  },
  {
    since: 180000,
    name: 'a partition calls what its key makes NOT NULL otherwise, with its table or without',
    before: `CREATE TABLE t (a integer, b integer) PARTITION BY RANGE (a);
             CREATE TABLE p1 PARTITION OF t (CONSTRAINT own NOT NULL a, PRIMARY KEY (a)) FOR VALUES FROM (0) TO (10);`,
    after: `CREATE TABLE t (a integer CONSTRAINT nn NOT NULL, b integer) PARTITION BY RANGE (a);
            CREATE TABLE p1 PARTITION OF t (PRIMARY KEY (a, b)) FOR VALUES FROM (0) TO (10);`,
  },
  {
    name: 'a partition gets another name while one comes beside that for the rest, and takes rows from it',
    before: `CREATE TABLE t (a integer, b text) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF t FOR VALUES FROM (0) TO (10);
             CREATE TABLE pd PARTITION OF t DEFAULT;`,
    after: `CREATE TABLE t (a integer, b varchar(30)) PARTITION BY RANGE (a); CREATE TABLE q1 PARTITION OF t FOR VALUES FROM (0) TO (10);
            CREATE TABLE p2 PARTITION OF t FOR VALUES FROM (10) TO (20); CREATE TABLE pd PARTITION OF t DEFAULT;`,
    mark: renamed('table', 'p1', 'q1'),
    rows: "INSERT INTO t VALUES (1, 'a'), (11, 'b'), (21, 'c')",
    counts: { of: 'SELECT count(*)::integer AS n, sum(a)::integer AS s FROM t', are: { n: 3, s: 33 } },
  },
  {
    name: 'a table gets another name while partitions of it give their rows to one that comes',
    before: `CREATE TABLE t (a integer, b text) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF t FOR VALUES FROM (0) TO (10);
             CREATE TABLE pd PARTITION OF t DEFAULT;`,
    after: `CREATE TABLE fresh (a integer, b text) PARTITION BY RANGE (a); CREATE TABLE p3 PARTITION OF fresh FOR VALUES FROM (0) TO (20);`,
    mark: renamed('table', 't', 'fresh'),
    rows: "INSERT INTO t VALUES (1, 'a'), (11, 'b')",
    counts: { of: 'SELECT count(*)::integer AS n, sum(a)::integer AS s FROM fresh', are: { n: 2, s: 12 } },
  },
  {
    name: 'a column gets another name while a partition keeps fewer rows, and the one for the rest goes',
    before: `CREATE TABLE t (a integer, b text) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF t FOR VALUES FROM (0) TO (10);
             CREATE TABLE pd PARTITION OF t DEFAULT;`,
    after: `CREATE TABLE t (a integer, c text) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF t FOR VALUES FROM (0) TO (5);
            CREATE TABLE p4 PARTITION OF t FOR VALUES FROM (5) TO (20);`,
    mark: renamedColumn('b', 'c'),
    rows: "INSERT INTO t VALUES (1, 'a'), (6, 'b'), (11, 'c')",
    counts: { of: 'SELECT count(*)::integer AS n, count(c)::integer AS c FROM t', are: { n: 3, c: 3 } },
  },
  {
    name: 'a table becomes an heir whose parent computes a column from one that both have, or leaves it',
    before: `CREATE TABLE h (a integer, g integer GENERATED ALWAYS AS (a * 3) STORED); CREATE TABLE q (z text);
             CREATE TABLE k (a integer) INHERITS (q);`,
    after: `CREATE TABLE h (a integer, g integer GENERATED ALWAYS AS (a * 3) STORED); CREATE TABLE q (z text);
            CREATE TABLE k (a integer) INHERITS (h);`,
    rows: 'INSERT INTO k (a) VALUES (2)',
    counts: { of: 'SELECT a, g FROM k', are: { a: 2, g: 6 } },
  },
  {
    name: 'rows leave the partition for the rest while a part of it is made anew: each row once',
    before: `CREATE TABLE e (id bigint, at date NOT NULL, k integer) PARTITION BY RANGE (at);
      CREATE TABLE r PARTITION OF e DEFAULT PARTITION BY LIST (k);
      CREATE TABLE r1 PARTITION OF r DEFAULT; CREATE TABLE r2 PARTITION OF r FOR VALUES IN (0);`,
    after: `CREATE TABLE e (id bigint, at date NOT NULL, k integer) PARTITION BY RANGE (at);
      CREATE TABLE e1 PARTITION OF e FOR VALUES FROM ('2024-07-01') TO ('2024-10-01');
      CREATE TABLE r PARTITION OF e DEFAULT PARTITION BY LIST (k); CREATE TABLE r1 PARTITION OF r DEFAULT PARTITION BY LIST (id);
      CREATE TABLE r1x PARTITION OF r1 DEFAULT; CREATE TABLE r2 PARTITION OF r FOR VALUES IN (0);`,
    rows: `INSERT INTO e SELECT i, date '2024-01-01' + i * 30, i % 2 FROM generate_series(0, 14) i`,
    counts: { of: 'SELECT count(*)::int AS n, count(DISTINCT id)::int AS ids FROM e', are: { n: 15, ids: 15 } },
  },
  {
    name: 'the partition for the rest is made anew while others come and go',
    before: `CREATE TABLE e (id bigint, at date NOT NULL, k integer) PARTITION BY RANGE (at);
      CREATE TABLE e0 PARTITION OF e FOR VALUES FROM ('2024-01-01') TO ('2024-04-01');
      CREATE TABLE r PARTITION OF e DEFAULT PARTITION BY LIST (k);
      CREATE TABLE r1 PARTITION OF r DEFAULT; CREATE TABLE r2 PARTITION OF r FOR VALUES IN (0);`,
    after: `CREATE TABLE e (id bigint, at date NOT NULL, k integer) PARTITION BY RANGE (at);
      CREATE TABLE e1 PARTITION OF e FOR VALUES FROM ('2024-07-01') TO ('2024-10-01');
      CREATE TABLE r PARTITION OF e DEFAULT PARTITION BY LIST (id); CREATE TABLE r1 PARTITION OF r DEFAULT;`,
    rows: `INSERT INTO e SELECT i, date '2024-01-01' + i * 30, i % 2 FROM generate_series(0, 14) i`,
    counts: { of: 'SELECT count(*)::int AS n, count(DISTINCT id)::int AS ids FROM e', are: { n: 15, ids: 15 } },
  },
  {
    name: 'an enum that partitions a partition loses a value while another one takes rows from the rest',
    before: `CREATE TYPE s AS ENUM ('info', 'warn', 'error'); CREATE TABLE e (id bigint, at date NOT NULL, k s DEFAULT 'info') PARTITION BY RANGE (at);
      CREATE TABLE e1 PARTITION OF e FOR VALUES FROM ('2024-01-01') TO ('2024-04-01') PARTITION BY LIST (k);
      CREATE TABLE e1a PARTITION OF e1 FOR VALUES IN ('error', 'warn'); CREATE TABLE e1b PARTITION OF e1 DEFAULT;
      CREATE TABLE r PARTITION OF e DEFAULT;`,
    after: `CREATE TYPE s AS ENUM ('info', 'warning', 'error'); CREATE TABLE e (id bigint, at date NOT NULL, k s DEFAULT 'info') PARTITION BY RANGE (at);
      CREATE TABLE e1 PARTITION OF e FOR VALUES FROM ('2024-01-01') TO ('2024-04-01') PARTITION BY LIST (k);
      CREATE TABLE e1a PARTITION OF e1 FOR VALUES IN ('error', 'warning'); CREATE TABLE e1b PARTITION OF e1 DEFAULT;
      CREATE TABLE r PARTITION OF e DEFAULT; CREATE TABLE e3 PARTITION OF e FOR VALUES FROM ('2024-07-01') TO ('2024-10-01');`,
    rows: `INSERT INTO e SELECT i, date '2024-01-01' + i * 30, (ARRAY['info', 'error'])[1 + i % 2]::s FROM generate_series(0, 8) i`,
    counts: { of: 'SELECT count(*)::int AS n, count(DISTINCT id)::int AS ids FROM e', are: { n: 9, ids: 9 } },
  },
  {
    name: 'partitions by several columns leave and join without conditions of the server',
    before: `CREATE TABLE l (id integer, k text, d date) PARTITION BY RANGE (id, k, d); CREATE TABLE a PARTITION OF l FOR VALUES FROM (MINVALUE, MINVALUE, MINVALUE) TO (10, 'm', MAXVALUE);
      CREATE TABLE b PARTITION OF l FOR VALUES FROM (10, 'n', MINVALUE) TO (10, 'p', '2020-01-01'); CREATE TABLE c PARTITION OF l FOR VALUES FROM (10, 'q', '2020-01-01') TO (20, 'a', '2020-01-01');
      CREATE TABLE e PARTITION OF l FOR VALUES FROM (30, 'a', MAXVALUE) TO (30, MAXVALUE, MAXVALUE); CREATE TABLE f (id integer, k text, d date);`,
    after: `CREATE TABLE l (id integer, k text, d date) PARTITION BY RANGE (id, k, d); CREATE TABLE a (id integer, k text, d date); CREATE TABLE b (id integer, k text, d date);
      CREATE TABLE c (id integer, k text, d date); CREATE TABLE e (id integer, k text, d date); CREATE TABLE f PARTITION OF l FOR VALUES FROM (40, 'a', '2020-01-01') TO (40, 'a', MAXVALUE);`,
    rows: `INSERT INTO l VALUES (1, 'z', '2020-01-01'), (10, 'm', '2020-01-01'), (10, 'n', '2021-01-01'), (20, 'A', '2021-01-01'), (30, 'b', '2020-01-01')`,
  },
];
