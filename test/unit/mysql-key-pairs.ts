import { type Pair } from './mysql-pairs.ts';

/** Keys, foreign keys and defaults that change together with the columns they stand on. */
export const KEY_PAIRS: readonly Pair[] = [
  {
    name: 'columns below spatial keys get another SRID, a full-text key another parser',
    servers: ['mysql'],
    before: `create table t (id int primary key, s geometry not null srid 4326, p point not null srid 0, b text, spatial key s (s), spatial key p (p), fulltext key b (b) with parser ngram)`,
    after: `create table t (id int primary key, s geometry not null srid 0, p point not null srid 4326, b text, spatial key s (s), key p (id), fulltext key b (b))`,
  },
  {
    name: 'a unique key hides, keys keep away from the block size of their table',
    before: `create table t (id int primary key, a int, b varchar(9), unique u (a), key k (b)) row_format=compressed key_block_size=4;
      create table h (id int primary key, a int, unique u (a))`,
    after: `create table t (id int primary key, a int, b varchar(20) not null, unique u (a), key k (b)) row_format=compressed key_block_size=8;
      create table h (id int primary key, a int, unique u (a) /*!80000 invisible */ /*M! ignored */)`,
  },
  {
    name: 'keys of versioned tables come back with their history',
    servers: ['mariadb'],
    before: `create table t (id int not null primary key, a date not null, b date not null, c int, period for p (a, b), unique u (c, p without overlaps)) with system versioning`,
    after: `create table t (id int not null primary key, a date not null, b date not null, c int)`,
    rows: `insert into t values (1, '2020-01-01', '2021-01-01', 5)`,
  },
  {
    name: 'keys change with the types of their columns, one by another kind of the same name',
    before: `create table t (id int not null, a int, b varchar(100), c text, d varchar(20), unique key id (id), key b (b), key c (c(10)), fulltext key d (d), check (d <> 'x'))`,
    after: `create table t (id bigint auto_increment, a int not null, b text, c varchar(100), d int, primary key (a, id), key id (id), key b (b(30)), key c (c desc), check (a > 0))`,
  },
  {
    name: 'a foreign key goes and its index serves others',
    before: `create table p (id int, id2 int, primary key (id, id2)); create table c (id int primary key, x int, y int, z int, constraint f foreign key (x, y) references p (id, id2), constraint g foreign key (z) references c (id))`,
    after: `create table p (id char(36) primary key); create table c (id int primary key, x char(36), z int, key k (x), unique key zz (z), unique key zx (z, x), constraint f2 foreign key (x) references p (id))`,
  },
  {
    name: 'a default that differs by row, for a column that is there',
    before: `create table t (id int primary key, b varchar(20), c char(36) not null)`,
    after: `create table t (id char(36) primary key default (uuid()), b varchar(20), c char(36) not null default (uuid()), d int default (1 + 1))`,
  },
  {
    name: 'system versions and periods',
    servers: ['mariadb'],
    before: `create table t (id int primary key, a int, key (a)); create table p (id int, x date not null, y date not null, primary key (id))`,
    after: `create table t (id int primary key, a bigint, b int without system versioning, unique (a)) with system versioning; create table p (id int, a int, x date, y date, period for p (x, y), primary key (id, p without overlaps), unique u (a, p without overlaps))`,
  },
  {
    name: 'block sizes of a table and of its keys, tables that are one',
    before: `create table t (id int primary key, a int, key ka (a), unique key kb (a)) row_format=compressed key_block_size=8; create table m (id int, a int, key ka (a)) engine=myisam; create table v (id int, a int, key ka (a)) engine=myisam`,
    after: `create table t (id int primary key, a int, key ka (a), unique key kb (a), key kd (a, id) key_block_size=2); create table m (id int, a int, key ka (a)) engine=myisam; create table m2 (id int, a int, key ka (a)) engine=myisam; create table v (id int, a int, key ka (a)) engine=merge union=(m, m2) insert_method=last`,
  },
  {
    name: 'a versioned table gets columns for its periods, another engine, and what only that knows',
    servers: ['mariadb'],
    before: `create table t (id int primary key, a bigint without system versioning, b text, fulltext key ft (b)) with system versioning; create table u (id int primary key) with system versioning; create table w (id int primary key) page_compressed=1`,
    after: `create table t (id int primary key, a int, rs timestamp(6) generated always as row start, re timestamp(6) generated always as row end, period for system_time (rs, re), key ka (a)) with system versioning; create table u (id int primary key) engine=aria page_checksum=0; create table w (id int primary key) engine=aria transactional=1 page_checksum=1`,
  },
  {
    name: 'types of which no value is one of the other',
    servers: ['mariadb'],
    before: `create table t (id int primary key, a uuid, b inet6, p point, key ka (a), key kb (b))`,
    after: `create table t (id int primary key, a int, b uuid, p decimal(4,2), unique key ka (a), key kb (b, a))`,
    rows: `insert into t (id) values (1)`,
  },
  {
    name: 'a foreign key and its types change, and the key that served it goes with one of its columns',
    before: `create table c (id bigint primary key); create table o (id bigint primary key, c_id bigint, s int, key cs (c_id, s), constraint f foreign key (c_id) references c (id) on update cascade); create table i (o_id bigint, constraint g foreign key (o_id) references o (id) on delete cascade)`,
    after: `create table c (id int primary key); create table o (id int primary key, c_id int, n int, constraint f foreign key (c_id) references c (id) on delete cascade); create table i (o_id int, constraint g foreign key (o_id) references o (id))`,
  },
  {
    name: 'keys over an enum that becomes a text, and back',
    before: `create table t (id int primary key, e enum('a', 'b') not null, s set('x', 'y') not null, key k (e), unique key u (s desc, id)); create table p (e enum('a', 'b') primary key)`,
    after: `create table t (id int primary key, e varchar(70) not null, s varchar(30) not null, key k (e), unique key u (s desc, id)); create table p (e varchar(20) primary key)`,
    rows: `insert into t values (1, 'a', 'x'); insert into p values ('a')`,
  },
  {
    name: 'keys that the server made for foreign keys without a name',
    before: `create table t (d int primary key); create table u (d int, e int, foreign key (d) references t (d), foreign key (e) references t (d))`,
    after: `create table t (d bigint primary key); create table u (d bigint, e bigint, foreign key (d) references t (d) on delete cascade, constraint e foreign key (e) references t (d))`,
    rows: `insert into t values (1); insert into u values (1, 1)`,
  },
  {
    name: 'keys that the server made for foreign keys which go, and others come',
    before: `create table t (d int primary key); create table u (d int, e int, foreign key (d) references t (d), foreign key (e) references t (d) on delete set null)`,
    after: `create table t (d int primary key); create table u (d int, e int, key (d), constraint two foreign key (e) references t (d))`,
  },
  {
    name: 'a primary key and a unique key change places below a foreign key, a view joins what had other collations',
    before: `create table a (id int unsigned not null auto_increment, m varchar(90) not null, primary key (id), unique key um (m)) collate utf8mb4_unicode_ci;
      create table p (id int primary key, a_id int unsigned not null, b varchar(50), constraint f foreign key (a_id) references a (id)) collate utf8mb4_unicode_ci; create view v as select id, m from a`,
    after: `create table a (m varchar(90) not null primary key, id bigint unsigned not null, unique key ui (id)) collate utf8mb4_bin;
      create table p (id int primary key, a_id bigint unsigned not null, b text, key k (a_id), constraint f2 foreign key (a_id) references a (id)) collate utf8mb4_bin; create view v as select m from a; create view w as select p.id, v.m from p join v on v.m = p.b`,
  },
  {
    name: 'names of triggers go from one table to another, one with its table',
    before: `create table a (id int primary key, x int); create table b (id int primary key, x int); create table c (id int primary key, x int); create trigger t1 before insert on a for each row set new.x = 1; create trigger t2 before insert on c for each row set new.x = 2`,
    after: `create table a (id int primary key, x int); create table b (id int primary key, x int); create trigger t1 before insert on b for each row set new.x = 1; create trigger t2 before insert on a for each row set new.x = 2`,
  },
  {
    name: 'tables of foreign keys move to another engine',
    before: `create table p (id int primary key, n varchar(20), key kn (n)); create table c (id int primary key, p int, constraint cp foreign key (p) references p (id) on delete cascade)`,
    after: `create table p (id int primary key, n varchar(20), key kn (n)) engine=myisam; create table c (id int primary key, p int, key cp (p)) engine=myisam`,
    rows: 'insert into p values (1, null); insert into c values (1, 1)',
  },
  {
    name: 'an engine has keys that another does not know',
    before: `create table t (id int primary key, a varchar(100), d int, key a (d), key d (a), fulltext key f (a)) engine=myisam`,
    after: `create table t (id int primary key, a varchar(100), d int, key a using hash (d)) engine=memory`,
    rows: "insert into t values (1, 'x', 2)",
  },
  {
    name: 'the key that the server made for a foreign key gets a comment',
    before: `create table p (id int primary key); create table c (id int primary key, p int, constraint cp foreign key (p) references p (id))`,
    after: `create table p (id int primary key); create table c (id int primary key, p int, key cp (p) comment 'K', constraint cp foreign key (p) references p (id))`,
    rows: 'insert into p values (1); insert into c values (1, 1)',
  },
  {
    name: 'a key that an auto_increment column and a foreign key need gives way to another',
    before: `create table p (id bigint primary key); create table c (id int primary key, p bigint auto_increment, key cp (p), constraint cp foreign key (p) references p (id))`,
    after: `create table p (id int primary key); create table c (id int primary key, p int, key other (p) comment 'L', constraint cp foreign key (p) references p (id))`,
    rows: 'insert into p values (1); insert into c values (1, 1)',
  },
];
