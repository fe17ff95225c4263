import { type Pair } from './postgres-pairs.ts';

/** Heirs over the same columns, whose not-null constraints they have from one parent, from two, or by themselves. */
const HEIRS = {
  ab: `CREATE TABLE p (a integer CONSTRAINT x NOT NULL, b integer CONSTRAINT y NOT NULL); CREATE TABLE c (k integer) INHERITS (p);`,
  ba: `CREATE TABLE p (a integer CONSTRAINT y NOT NULL, b integer CONSTRAINT x NOT NULL); CREATE TABLE c (k integer) INHERITS (p);`,
  own: `CREATE TABLE p (a integer CONSTRAINT x NOT NULL, b integer CONSTRAINT z NOT NULL);
    CREATE TABLE c (k integer CONSTRAINT y NOT NULL, CONSTRAINT q NOT NULL a) INHERITS (p);`,
  left: `CREATE TABLE p (a integer CONSTRAINT z NOT NULL, b integer); CREATE TABLE c (a integer CONSTRAINT y NOT NULL, b integer CONSTRAINT x NOT NULL, k integer);`,
  two: `CREATE TABLE p (a integer CONSTRAINT x NOT NULL, b integer); CREATE TABLE p2 (b integer CONSTRAINT y NOT NULL, a integer CONSTRAINT w NOT NULL);
    CREATE TABLE c (k integer) INHERITS (p, p2);`,
} as const;

const heirPair = (before: keyof typeof HEIRS, after: keyof typeof HEIRS, name: string): Pair => ({
  since: 180000,
  name,
  before: HEIRS[before],
  after: HEIRS[after],
  rows: 'INSERT INTO c (a, b, k) VALUES (1, 2, 3)',
});

/** Not-null constraints that hold only for rows to come, above and below (PostgreSQL 18). */
export const VALIDITY_PAIRS: readonly Pair[] = [
  {
    since: 180000,
    name: 'an heir calls its own NOT VALID not-null otherwise than a new parent, whose heirs come before that',
    before: `SELECT 1;`,
    after: `CREATE TABLE p (a integer, b integer); ALTER TABLE p ADD CONSTRAINT nn NOT NULL a NOT VALID; COMMENT ON CONSTRAINT nn ON p IS 'open';
      CREATE TABLE p_c (a integer, b integer) INHERITS (p); CREATE TABLE p_d (a integer, b integer);
      ALTER TABLE p_d ADD NOT NULL a NOT VALID; ALTER TABLE p_d INHERIT p; COMMENT ON CONSTRAINT p_d_a_not_null ON p_d IS 'own';`,
  },
  {
    since: 180000,
    name: 'an heir that comes to a parent has NOT VALID what that has so, or for all of its rows',
    before: `CREATE TABLE p (a integer, b integer); ALTER TABLE p ADD CONSTRAINT nn NOT NULL a NOT VALID; CREATE TABLE c (x integer) INHERITS (p);`,
    after: `CREATE TABLE p (a integer, b integer); CREATE TABLE c (x integer) INHERITS (p); CREATE TABLE d () INHERITS (p); CREATE TABLE e () INHERITS (d);
      ALTER TABLE p ADD CONSTRAINT nn NOT NULL a NOT VALID; CREATE TABLE f () INHERITS (p);`,
    rows: 'INSERT INTO c VALUES (1, 2, 3)',
  },
  {
    since: 180000,
    name: 'an heir made anew has NOT VALID what its parents have so, or for all of its rows by itself',
    before: `CREATE TABLE p (a integer, b integer); CREATE TABLE c (a integer NOT NULL, x integer) INHERITS (p); ALTER TABLE p ADD CONSTRAINT nn NOT NULL a NOT VALID;`,
    after: `CREATE TABLE p (a integer, b integer); CREATE TABLE c (x integer) INHERITS (p); ALTER TABLE p ADD CONSTRAINT nn NOT NULL a NOT VALID;`,
    rows: 'INSERT INTO c VALUES (1, 2, 3)',
  },
  {
    since: 180000,
    name: 'what holds for all rows of an heir, and not for its parent, stays when that lets go of it',
    before: `CREATE TABLE p (a integer, b integer); ALTER TABLE p ADD CONSTRAINT nn NOT NULL a NOT VALID; CREATE TABLE c (x integer) INHERITS (p);`,
    after: `CREATE TABLE p (a integer, b integer); CREATE TABLE c (x integer, CONSTRAINT nn NOT NULL a) INHERITS (p);`,
    rows: 'INSERT INTO c VALUES (1, 2, 3)',
  },
  {
    since: 180000,
    name: 'what held for all rows of a partition does so again when its table has it NOT VALID again',
    before: `CREATE TABLE t (a integer, b integer, c integer) PARTITION BY RANGE (a); ALTER TABLE t ADD CONSTRAINT nb NOT NULL b NOT VALID, ADD CONSTRAINT nc NOT NULL c NOT VALID;
      CREATE TABLE p1 PARTITION OF t FOR VALUES FROM (0) TO (10);`,
    after: `CREATE TABLE t (a integer, b integer NOT NULL, c integer) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF t FOR VALUES FROM (0) TO (10);`,
    rows: 'INSERT INTO t VALUES (1, 2, 3)',
  },
  {
    since: 180000,
    name: 'not-null constraints of a table take the names of each other, below it too',
    before: `CREATE TABLE p (a integer CONSTRAINT y NOT NULL, b integer CONSTRAINT x NOT NULL); CREATE TABLE c () INHERITS (p);
      CREATE TABLE t (a integer CONSTRAINT x NOT NULL, b integer CONSTRAINT y NOT NULL) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);`,
    after: `CREATE TABLE p (a integer CONSTRAINT x NOT NULL, b integer CONSTRAINT y NOT NULL); CREATE TABLE c () INHERITS (p);
      CREATE TABLE t (a integer CONSTRAINT y NOT NULL, b integer CONSTRAINT x NOT NULL) PARTITION BY LIST (a); CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);`,
    rows: 'INSERT INTO c VALUES (1, 2); INSERT INTO t VALUES (1, 2)',
  },
  {
    since: 180000,
    name: "what a partition has NOT VALID is its table's alone, or its own beside that",
    before: `CREATE TABLE t (a integer, b integer) PARTITION BY RANGE (b); CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10); CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (10) TO (20);
      ALTER TABLE t1 ADD CONSTRAINT n1 NOT NULL a NOT VALID; ALTER TABLE t ADD CONSTRAINT nn NOT NULL a NOT VALID;
      CREATE TABLE s (a integer, b integer) PARTITION BY RANGE (b); CREATE TABLE s1 PARTITION OF s FOR VALUES FROM (0) TO (10); ALTER TABLE s ADD CONSTRAINT nn NOT NULL a NOT VALID; ALTER TABLE s1 ADD CONSTRAINT nn NOT NULL a NOT VALID;
      CREATE TABLE r (a integer, b integer) PARTITION BY RANGE (b); CREATE TABLE r1 PARTITION OF r FOR VALUES FROM (0) TO (10);`,
    after: `CREATE TABLE t (a integer, b integer) PARTITION BY RANGE (b); ALTER TABLE t ADD CONSTRAINT nn NOT NULL a NOT VALID; CREATE TABLE t1 (a integer, b integer); ALTER TABLE t1 ADD CONSTRAINT n1 NOT NULL a NOT VALID;
      ALTER TABLE t ATTACH PARTITION t1 FOR VALUES FROM (0) TO (10); CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (10) TO (20); ALTER TABLE t2 ADD CONSTRAINT nn NOT NULL a;
      CREATE TABLE s (a integer NOT NULL, b integer) PARTITION BY RANGE (b); CREATE TABLE s1 PARTITION OF s FOR VALUES FROM (0) TO (10);
      CREATE TABLE r (a integer, b integer) PARTITION BY RANGE (b); ALTER TABLE r ADD CONSTRAINT nn NOT NULL a NOT VALID; CREATE TABLE r1 (a integer, b integer); ALTER TABLE r1 ADD CONSTRAINT n1 NOT NULL a NOT VALID;
      ALTER TABLE r ATTACH PARTITION r1 FOR VALUES FROM (0) TO (10);`,
    rows: 'INSERT INTO t VALUES (1, 2), (2, 12); INSERT INTO s VALUES (1, 2); INSERT INTO r VALUES (1, 2)',
  },
  {
    since: 180000,
    name: 'what a partition has NOT VALID beside its table goes to the one below it, and comes with it',
    before: `CREATE TABLE t (a integer, b integer) PARTITION BY RANGE (b); CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10) PARTITION BY RANGE (b); CREATE TABLE t1a PARTITION OF t1 FOR VALUES FROM (0) TO (5);
      ALTER TABLE t1a ADD CONSTRAINT n1 NOT NULL a NOT VALID; ALTER TABLE t ADD CONSTRAINT nn NOT NULL a NOT VALID;
      CREATE TABLE s (a integer, b integer) PARTITION BY RANGE (b); ALTER TABLE s ADD CONSTRAINT nn NOT NULL a NOT VALID;`,
    after: `CREATE TABLE t (a integer, b integer) PARTITION BY RANGE (b); CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10) PARTITION BY RANGE (b); CREATE TABLE t1a PARTITION OF t1 FOR VALUES FROM (0) TO (5);
      ALTER TABLE t1 ADD CONSTRAINT n1 NOT NULL a NOT VALID; ALTER TABLE t ADD CONSTRAINT nn NOT NULL a NOT VALID;
      CREATE TABLE s (a integer, b integer) PARTITION BY RANGE (b); CREATE TABLE s1 PARTITION OF s FOR VALUES FROM (0) TO (10); ALTER TABLE s1 ADD CONSTRAINT n1 NOT NULL a NOT VALID; ALTER TABLE s ADD CONSTRAINT nn NOT NULL a NOT VALID;`,
    rows: 'INSERT INTO t VALUES (1, 2)',
  },
  heirPair('ab', 'two', 'NOT NULL of an heir comes from another parent while the first lets go of it'),
  heirPair('ba', 'two', 'NOT NULL of an heir comes from another parent by the name of what the first had'),
  heirPair('ab', 'own', 'NOT NULL of an heir takes a name that one of its parents gives up'),
  heirPair('own', 'ba', 'NOT NULL of an heir gives its name to one of its parents'),
  heirPair('two', 'own', 'NOT NULL of an heir takes the name that one from a parent has which it leaves'),
  heirPair('own', 'left', 'NOT NULL of an heir that leaves is called as others were, as is that of the parent'),
  heirPair('ab', 'left', 'NOT NULL of two columns of an heir that leaves change their names'),
  {
    since: 180000,
    name: 'a parent that an heir leaves and joins again gains and loses NOT NULL beside another that comes and goes',
    before: `CREATE TABLE g (a integer); CREATE TABLE p (a integer); CREATE TABLE c () INHERITS (p); ALTER TABLE g ADD CONSTRAINT nn NOT NULL a NOT VALID;`,
    after: `CREATE TABLE g (a integer); CREATE TABLE p (a integer CONSTRAINT np NOT NULL); ALTER TABLE g ADD CONSTRAINT nn NOT NULL a NOT VALID; CREATE TABLE c () INHERITS (g, p);`,
    rows: 'INSERT INTO c VALUES (1)',
  },
  {
    since: 180000,
    name: 'an heir has a grandparent beside a parent that leaves that one, and both are as they were on the way back',
    before: `CREATE TABLE g (a integer, b integer); CREATE TABLE p () INHERITS (g); CREATE TABLE c () INHERITS (p); ALTER TABLE g ADD CONSTRAINT nn NOT NULL a NOT VALID;`,
    after: `CREATE TABLE g (a integer, b integer); ALTER TABLE g ADD CONSTRAINT nn NOT NULL a NOT VALID; CREATE TABLE p (a integer NOT NULL, b integer); CREATE TABLE c () INHERITS (g, p);`,
    rows: 'INSERT INTO c VALUES (1, 1)',
  },
  {
    name: 'an heir changes its parents while the one that it leaves has left its own, which has other defaults',
    before: `CREATE TABLE base (id integer NOT NULL, name text DEFAULT 'n', CHECK (id > 0)); CREATE TABLE kid (extra integer) INHERITS (base); CREATE TABLE grandkid () INHERITS (kid);`,
    after: `CREATE TABLE base (id integer, name text); CREATE TABLE kid (id integer, name text, extra integer); CREATE TABLE other (z integer); CREATE TABLE grandkid () INHERITS (base, other);`,
    rows: `INSERT INTO base VALUES (3); INSERT INTO kid VALUES (2, 'k', 3)`,
  },
  {
    since: 180000,
    name: 'a parent whose constraint is NOT VALID goes with its heirs, and comes back so',
    before: `CREATE TABLE p (a integer, b integer); CREATE TABLE c (x integer) INHERITS (p); ALTER TABLE p ADD CONSTRAINT nn NOT NULL a NOT VALID;`,
    after: 'CREATE TABLE other (a integer);',
  },
  {
    name: 'a check that is not valid goes with its table, and comes back after the partitions',
    before: `CREATE TABLE t (a integer, b integer) PARTITION BY LIST (a); CREATE TABLE p PARTITION OF t FOR VALUES IN (1);
      ALTER TABLE t ADD CONSTRAINT c CHECK (b > 1) NOT VALID; COMMENT ON CONSTRAINT c ON t IS 'c';`,
    after: 'CREATE TABLE u (a integer);',
  },
  {
    name: 'an heir of two has a default of its own over NOT NULL that both parents give',
    before: `CREATE TABLE entity (id integer NOT NULL); CREATE TABLE pet (kind text) INHERITS (entity); CREATE TABLE puppy (cute boolean) INHERITS (pet);`,
    after: `CREATE TABLE entity (id bigint NOT NULL); CREATE TABLE person (age integer) INHERITS (entity); CREATE TABLE pet (id bigint NOT NULL, kind text);
      CREATE TABLE puppy () INHERITS (pet, person); ALTER TABLE puppy ALTER id SET DEFAULT 4;`,
  },
  {
    name: 'an heir of two comes with a default of its own over NOT NULL that both parents give',
    before: 'CREATE TABLE entity (id bigint NOT NULL);',
    after: `CREATE TABLE entity (id bigint NOT NULL); CREATE TABLE person (age integer) INHERITS (entity); CREATE TABLE pet (id bigint NOT NULL, kind text);
      CREATE TABLE puppy () INHERITS (pet, person); ALTER TABLE puppy ALTER id SET DEFAULT 4;`,
    since: 180000,
  },
];
