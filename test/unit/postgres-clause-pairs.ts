import { type Pair } from './postgres-pairs.ts';

const PAIR = `CREATE TYPE pair AS (a int, b int); CREATE TABLE t (id int, p pair);
  CREATE FUNCTION pair_cmp(pair, pair) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a - ($2).a';
  CREATE FUNCTION pair_lt(pair, pair) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a < ($2).a';
  CREATE OPERATOR <~ (LEFTARG = pair, RIGHTARG = pair, FUNCTION = pair_lt);`;
const CLASS =
  'CREATE OPERATOR CLASS pair_ops DEFAULT FOR TYPE pair USING btree AS OPERATOR 1 <~, FUNCTION 1 pair_cmp(pair, pair);';

/** Single clauses among what depends on them. */
export const CLAUSE_PAIRS: readonly Pair[] = [
  {
    name: 'what a materialized view has beside its rows has settings of its own',
    before: `CREATE TABLE t (id integer, body text); CREATE MATERIALIZED VIEW m WITH (fillfactor = 50, toast.autovacuum_enabled = false) AS SELECT * FROM t;
      CREATE MATERIALIZED VIEW n AS SELECT body FROM t;`,
    after: `CREATE TABLE t (id integer, body text); CREATE MATERIALIZED VIEW m WITH (fillfactor = 50) AS SELECT * FROM t;
      CREATE MATERIALIZED VIEW n WITH (toast.vacuum_truncate = false, autovacuum_enabled = false) AS SELECT body FROM t;`,
  },
  {
    name: 'indexes of a table that becomes partitioned, and those of its partitions, keep their marks on the way back',
    before: `CREATE TABLE t (id integer PRIMARY KEY, k integer NOT NULL UNIQUE); CREATE INDEX t_x ON t (k, id);
      ALTER TABLE t REPLICA IDENTITY USING INDEX t_k_key; ALTER TABLE t CLUSTER ON t_x;`,
    after: `CREATE TABLE t (id integer PRIMARY KEY, k integer) PARTITION BY HASH (id); CREATE TABLE t0 PARTITION OF t FOR VALUES WITH (modulus 1, remainder 0);
      ALTER TABLE t0 REPLICA IDENTITY USING INDEX t0_pkey; ALTER TABLE t0 CLUSTER ON t0_pkey;`,
    rows: 'INSERT INTO t VALUES (1, 1)',
  },
  {
    name: 'a partition that has a check of its own goes, and comes without it, with its table made anew',
    before: `CREATE TABLE t (at date NOT NULL, k text) PARTITION BY RANGE (at); CREATE TABLE t_25 PARTITION OF t (CHECK (k <> '')) FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
      CREATE TABLE t_rest PARTITION OF t DEFAULT;`,
    after: `CREATE TABLE t (at timestamp NOT NULL, k text) PARTITION BY RANGE (at); CREATE TABLE t_25 PARTITION OF t FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') PARTITION BY LIST (k);
      CREATE TABLE t_25_b PARTITION OF t_25 FOR VALUES IN ('b'); CREATE TABLE t_rest PARTITION OF t DEFAULT;`,
    rows: `INSERT INTO t VALUES ('2025-05-05', 'b'), ('2020-01-01', 'c')`,
    counts: { of: 'SELECT count(*)::integer AS n FROM t', are: { n: 2 } },
  },
  {
    name: 'routines that take the rows of a table come once it has left its parent, and go before it is made anew as an heir',
    before: 'CREATE TABLE b (id bigint, at date NOT NULL); CREATE TABLE t (PRIMARY KEY (id)) INHERITS (b);',
    after: `CREATE TABLE t (id bigint PRIMARY KEY, at date NOT NULL); CREATE FUNCTION f(t) RETURNS bigint LANGUAGE sql AS 'SELECT $1.id';`,
    rows: `INSERT INTO t VALUES (1, '2024-01-05')`,
  },
  {
    name: 'a default calls another routine of an extension that moves to another schema',
    base: 'CREATE SCHEMA x;',
    before: `CREATE EXTENSION "uuid-ossp"; CREATE TABLE t (id uuid DEFAULT uuid_generate_v4(), k uuid DEFAULT uuid_nil(), n integer);`,
    after: `CREATE EXTENSION "uuid-ossp" SCHEMA x; CREATE TABLE t (id uuid DEFAULT x.uuid_generate_v1(), k uuid, n integer);`,
  },
  {
    name: 'a part of an index loses its comment and its settings before it has another name',
    base: `CREATE TABLE l (id integer, k text) PARTITION BY RANGE (id); CREATE TABLE l1 PARTITION OF l FOR VALUES FROM (0) TO (5); CREATE TABLE l2 PARTITION OF l FOR VALUES FROM (5) TO (9);
      CREATE INDEX l_k ON l (k);`,
    before: `COMMENT ON INDEX l1_k_idx IS 'part'; ALTER INDEX l2_k_idx SET (fillfactor = 50);`,
    after: 'ALTER INDEX l1_k_idx RENAME TO l1_custom; ALTER INDEX l2_k_idx RENAME TO l2_named;',
  },
  {
    name: 'settings of long values go and come with the columns that hold such',
    before: `CREATE TABLE t (id integer, b text) WITH (toast.autovacuum_enabled = false, fillfactor = 50); CREATE TABLE u (id integer);`,
    after: `CREATE TABLE t (id integer, b varchar(9)) WITH (fillfactor = 60); CREATE TABLE u (id integer, b text) WITH (toast.vacuum_truncate = false);`,
    rows: `INSERT INTO t VALUES (1, 'x')`,
  },
  {
    name: 'not-null constraints of two tables that the server would call alike',
    before: `CREATE TABLE ${'a'.repeat(60)}1 (${'b'.repeat(60)} integer NOT NULL); CREATE TABLE a (b_c integer NOT NULL);`,
    after: `CREATE TABLE ${'a'.repeat(60)}2 (${'b'.repeat(60)} integer PRIMARY KEY); CREATE TABLE a_b (c integer NOT NULL);`,
  },
  {
    name: 'a partition goes from over its own, which stay elsewhere with their rows',
    before: `CREATE TABLE t (id integer, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
      CREATE TABLE y PARTITION OF t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY RANGE (at);
      CREATE TABLE y1 PARTITION OF y FOR VALUES FROM ('2024-01-01') TO ('2024-02-01'); CREATE TABLE y2 PARTITION OF y FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');`,
    after: `CREATE TABLE t (id integer, at date NOT NULL) PARTITION BY RANGE (at);
      CREATE TABLE y1 PARTITION OF t FOR VALUES FROM ('2024-01-01') TO ('2024-02-01'); CREATE TABLE y2 (id integer, at date NOT NULL);`,
    rows: `INSERT INTO t VALUES (1, '2024-01-05'), (2, '2024-02-05')`,
    counts: {
      of: 'SELECT (SELECT count(*) FROM t)::integer AS t, (SELECT count(*) FROM y2)::integer AS y',
      are: { t: 1, y: 1 },
    },
  },
  {
    name: 'a partitioned table is made anew without the table above one of its partitions, which keeps its rows',
    before: `CREATE TABLE t (id integer, k text) PARTITION BY RANGE (id); CREATE TABLE y PARTITION OF t FOR VALUES FROM (0) TO (100) PARTITION BY RANGE (id);
      CREATE TABLE y1 PARTITION OF y FOR VALUES FROM (0) TO (10); CREATE TABLE y2 PARTITION OF y FOR VALUES FROM (10) TO (20); CREATE TABLE u (id bigint, k text);`,
    after: `CREATE TABLE t (id bigint, k text) PARTITION BY RANGE (id); CREATE TABLE y1 PARTITION OF t FOR VALUES FROM (0) TO (10);
      CREATE TABLE y3 PARTITION OF t FOR VALUES FROM (10) TO (50); CREATE TABLE u PARTITION OF t FOR VALUES FROM (50) TO (70);`,
    rows: `INSERT INTO t VALUES (1, 'a'), (12, 'z'); INSERT INTO u VALUES (55, 'u')`,
    counts: { of: 'SELECT count(*)::integer AS n, count(DISTINCT id)::integer AS d FROM t', are: { n: 3, d: 3 } },
  },
  {
    name: 'an index takes up the default operator class that its type gets',
    before: `${PAIR} CREATE INDEX t_p ON t (p);`,
    after: `${PAIR} ${CLASS} CREATE INDEX t_p ON t (p);`,
    rows: 'INSERT INTO t VALUES (1, (1, 2)), (2, (2, 1))',
  },
  {
    name: 'an index keeps the operator class of all composites when its type gets one of its own, and a key is there with it',
    before: `${PAIR} CREATE INDEX t_p ON t (p);`,
    after: `${PAIR} CREATE INDEX t_p ON t (p); ${CLASS} CREATE TABLE u (p pair PRIMARY KEY, UNIQUE (p));`,
    rows: 'INSERT INTO t VALUES (1, (1, 2)), (2, (2, 1))',
  },
  {
    name: 'an index over multiranges is none over their range, which gets an operator class',
    base: `CREATE TYPE r AS RANGE (subtype = integer, multirange_type_name = mr); CREATE TABLE t (a r, m mr);
      CREATE FUNCTION r_cmp(r, r) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT lower($1) - lower($2)';`,
    before: 'CREATE INDEX t_m ON t (m); CREATE INDEX t_a ON t (a);',
    after: `CREATE INDEX t_a ON t (a); CREATE OPERATOR CLASS r_own DEFAULT FOR TYPE r USING btree AS FUNCTION 1 r_cmp(r, r);
      CREATE INDEX t_m ON t (m, a);`,
  },
  {
    name: 'a domain checks an attribute that its composite gets',
    before: 'CREATE TYPE d AS (x text); CREATE DOMAIN dd AS d; CREATE TABLE t (a dd, b d);',
    after:
      'CREATE TYPE d AS (x text, y integer); CREATE DOMAIN dd AS d CHECK ((VALUE).y > 0); CREATE TABLE t (a dd, b d);',
  },
  {
    name: 'keys come after the class that they would take goes, and go before it comes',
    base: PAIR,
    before: `${CLASS} CREATE INDEX t_p ON t (p);`,
    after: 'CREATE TABLE u (p pair PRIMARY KEY, q pair UNIQUE);',
  },
  {
    name: 'keys that stay go and come around their default class',
    base: `${PAIR} CREATE FUNCTION pair_eq(pair, pair) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a = ($2).a';
      CREATE OPERATOR =~ (LEFTARG = pair, RIGHTARG = pair, FUNCTION = pair_eq);`,
    before: `${CLASS.replace('FUNCTION', 'OPERATOR 3 =~, FUNCTION')} CREATE TABLE u (p pair PRIMARY KEY, q pair UNIQUE);
      CREATE TABLE r (p pair REFERENCES u);`,
    after: `CREATE FUNCTION pair_le(pair, pair) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a <= ($2).a';
      CREATE OPERATOR <=~ (LEFTARG = pair, RIGHTARG = pair, FUNCTION = pair_le);
      ${CLASS.replace('FUNCTION', 'OPERATOR 2 <=~, OPERATOR 3 =~, FUNCTION')} CREATE TABLE u (p pair PRIMARY KEY, q pair UNIQUE);
      CREATE TABLE r (p pair REFERENCES u);`,
    rows: 'INSERT INTO u VALUES ((1, 2), NULL), ((2, 2), NULL)',
    counts: { of: 'SELECT count(*)::integer AS n FROM u', are: { n: 2 } },
  },
  {
    name: 'keys that stay take the default class that comes, and leave it when it goes',
    base: PAIR,
    before: 'CREATE TABLE u (p pair PRIMARY KEY, q pair UNIQUE);',
    after: `${CLASS} CREATE TABLE u (p pair PRIMARY KEY, q pair UNIQUE);`,
    rows: 'INSERT INTO u VALUES ((1, 2), NULL), ((2, 2), NULL)',
    counts: { of: 'SELECT count(*)::integer AS n FROM u', are: { n: 2 } },
  },
];
