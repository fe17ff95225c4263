import { type Pair } from './postgres-pairs.ts';

const T = `CREATE TABLE t (a integer NOT NULL, b integer NOT NULL, c integer) PARTITION BY RANGE (a);
  CREATE TABLE p1 PARTITION OF t FOR VALUES FROM (0) TO (10); CREATE TABLE p2 PARTITION OF t FOR VALUES FROM (10) TO (20);`;

const ROWS = 'INSERT INTO t VALUES (1, 2, 3), (11, 12, 13)';

const OWN = `${T} ALTER TABLE p1 ADD CONSTRAINT p1k PRIMARY KEY (a, b); ALTER TABLE p2 ADD CONSTRAINT p2u UNIQUE (a, b);`;

export const PARTITION_PAIRS: readonly Pair[] = [
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
];
