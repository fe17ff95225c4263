import { type Pair } from './postgres-pairs.ts';

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
];
