import { type Pair } from './postgres-pairs.ts';

/** Bodies of SQL's own that write into tables which change. */
export const BODY_PAIRS: readonly Pair[] = [
  {
    since: 150000,
    name: 'a body merges into columns that come and go',
    before: `CREATE TABLE t (id integer PRIMARY KEY, a integer); CREATE FUNCTION f() RETURNS void LANGUAGE sql BEGIN ATOMIC
      MERGE INTO t USING (SELECT 1 AS k) s ON t.id = s.k WHEN MATCHED THEN UPDATE SET a = 2 WHEN NOT MATCHED THEN INSERT (id, a) VALUES (s.k, 1); END;`,
    after: `CREATE TABLE t (id integer PRIMARY KEY, b integer); CREATE FUNCTION f() RETURNS void LANGUAGE sql BEGIN ATOMIC
      MERGE INTO t USING (SELECT 1 AS k) s ON t.id = s.k WHEN MATCHED THEN UPDATE SET b = 2 WHEN NOT MATCHED THEN INSERT (id, b) VALUES (s.k, 1); END;`,
  },
  {
    name: 'a body that says ON CONFLICT knows all columns of its table, those too that come and go',
    before: `CREATE TABLE t (id integer PRIMARY KEY, a integer, b integer); CREATE FUNCTION f() RETURNS void LANGUAGE sql BEGIN ATOMIC
      INSERT INTO t (id, a, b) VALUES (1, 2, 3) ON CONFLICT (id) DO UPDATE SET a = excluded.a, b = t.b + 1; END;`,
    after: `CREATE TABLE t (id integer, a integer, c text, CONSTRAINT k PRIMARY KEY (id)); CREATE FUNCTION f() RETURNS void LANGUAGE sql BEGIN ATOMIC
      INSERT INTO t (id, a, c) VALUES (1, 2, 'x') ON CONFLICT ON CONSTRAINT k DO UPDATE SET c = excluded.c; END;`,
    rows: 'INSERT INTO t VALUES (1, 2, 3)',
  },
];
