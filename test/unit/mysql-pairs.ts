import { type SchemaObject } from '../../src/model/object.ts';
import { type ServerName } from '../servers/servers.ts';

/** Two schemas as plain SQL; what differs between them is to be converged in both directions. */
export interface Pair {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** Rows loaded into the database that is changed, on the way forth. */
  readonly rows?: string;
  /** Marks renames as a manifest would; such pairs go forth only. */
  readonly mark?: (object: SchemaObject) => SchemaObject;
  /** Where the SQL is understood; everywhere when absent. */
  readonly servers?: readonly ServerName[];
}

const T = 'create table t (id bigint primary key, a varchar(20), b int);';
export const PAIRS: readonly Pair[] = [
  {
    name: 'sequences come, go and change under the tables that use them',
    servers: ['mariadb'],
    before: `create sequence a; create sequence b start with 5 increment by 2 minvalue 3 maxvalue 99 cache 7 cycle comment 'b''s';
      create sequence down increment by -1; create sequence \`odd \`\`name\`; create table t (id bigint not null default nextval(a) primary key, n int default (nextval(\`odd \`\`name\`) + 1))`,
    after: `create sequence a nocache; create sequence b start with 1 increment by 10 comment 'c'; create sequence c minvalue -5;
      create sequence down increment by -2; create table t (id bigint not null default nextval(c) primary key, n int); create view v as select nextval(a) as n`,
    rows: 'insert into t () values (), ()',
  },
  {
    name: 'a column goes whose default is another one for every row',
    before: 'create table t (id int primary key, u varchar(36) not null default (uuid()), r double default (rand()))',
    after: 'create table t (id int primary key)',
    rows: 'insert into t (id) values (1),(2)',
  },
  {
    name: 'columns come at every place, with defaults, comments, generated values',
    before: T,
    after: `create table t (z int, id bigint primary key, c varchar(10) not null default 'it''s \\\\ "x"' comment 'c ''x'' \\\\', a varchar(20), b int, d decimal(12,2) default 0, e datetime(3) default current_timestamp(3) on update current_timestamp(3), f int as (b*2) stored, g int as (b*3) virtual, \`h h\` enum('a','b,c','d''e') default 'a')`,
    rows: "insert into t values (1,'x',2),(2,'y',3)",
  },
  {
    name: 'columns change places',
    before: 'create table t (a int, b int, c int, d int, e int)',
    after: 'create table t (e int, c int, a int, b int, d int)',
    rows: 'insert into t values (1,2,3,4,5)',
  },
  {
    name: 'columns change places among others that come and go',
    before: 'create table t (a int, b int, c int, d int, e int)',
    after: 'create table t (x int, e int, y int, a int, b int, z int, d int)',
    rows: 'insert into t values (1,2,3,4,5)',
  },
  {
    name: 'types change',
    before: `create table t (id int primary key, a varchar(10), b int, c char(3), d decimal(5,2), e text, f float, g date, h tinyint(1), i bit(3), j json, k time, l year, m mediumint unsigned, n blob, o set('a','b'))`,
    after: `create table t (id bigint unsigned primary key, a varchar(300), b bigint, c varchar(3), d decimal(8,3), e mediumtext, f double, g datetime, h int, i bit(8), j json, k time(3), l year, m int unsigned, n longblob, o set('a','b','c'))`,
  },
  {
    name: 'the primary key leaves an auto_increment column',
    before: 'create table t (id int not null auto_increment primary key, b int not null)',
    after: 'create table t (id int not null auto_increment, b int not null, primary key (b), unique key u (id))',
    rows: 'insert into t values (1,5),(2,6)',
  },
  {
    name: 'the primary key and its auto_increment go',
    before: 'create table t (id int not null auto_increment primary key, b int not null)',
    after: 'create table t (id int not null, b int not null)',
  },
  {
    name: 'the primary key grows',
    before: 'create table t (id int not null auto_increment primary key, b int not null)',
    after: 'create table t (id int not null auto_increment, b int not null, primary key (id,b))',
  },
  {
    name: 'an auto_increment primary key comes',
    before: 'create table t (b int not null)',
    after: 'create table t (id int not null auto_increment primary key, b int not null)',
    rows: 'insert into t values (1),(2)',
  },
  {
    name: 'an auto_increment column comes with a key of its own',
    before: 'create table t (b int not null primary key)',
    after: 'create table t (id int not null auto_increment, b int not null primary key, key (id))',
    rows: 'insert into t values (1),(2)',
  },
  {
    name: 'a foreign key comes with the index that the server makes',
    before: 'create table p (id int primary key); create table c (id int primary key, pid int)',
    after:
      'create table p (id int primary key); create table c (id int primary key, pid int, constraint fk foreign key (pid) references p (id) on delete cascade)',
  },
  {
    name: 'another index takes the place of the one that the server made',
    before:
      'create table p (id int primary key); create table c (id int primary key, pid int, constraint fk foreign key (pid) references p (id))',
    after:
      'create table p (id int primary key); create table c (id int primary key, pid int, key pidx (pid), constraint fk foreign key (pid) references p (id))',
  },
  {
    name: 'actions of a foreign key change',
    before:
      'create table p (id int primary key); create table c (id int primary key, pid int, constraint fk foreign key (pid) references p (id) on delete cascade)',
    after:
      'create table p (id int primary key); create table c (id int primary key, pid int, constraint fk foreign key (pid) references p (id) on delete set null on update no action)',
  },
  {
    name: 'restrict is not the same word as nothing',
    before:
      'create table p (id int primary key); create table c (id int primary key, pid int, constraint fk foreign key (pid) references p (id))',
    after:
      'create table p (id int primary key); create table c (id int primary key, pid int, constraint fk foreign key (pid) references p (id) on delete restrict on update restrict)',
  },
  {
    name: 'types change below foreign keys',
    before:
      'create table p (id int primary key, code varchar(10) unique); create table c (id int primary key, pid int, code varchar(10), constraint fk foreign key (pid) references p (id), constraint fk2 foreign key (code) references p (code))',
    after:
      'create table p (id bigint primary key, code varchar(30) unique); create table c (id int primary key, pid bigint, code varchar(30), constraint fk foreign key (pid) references p (id), constraint fk2 foreign key (code) references p (code))',
    rows: "insert into p values (1,'a'); insert into c values (1,1,'a')",
  },
  {
    name: 'a column becomes not null as its foreign key stops setting null',
    before:
      'create table p (id int primary key); create table c (id int primary key, pid int, constraint fk foreign key (pid) references p (id) on delete set null)',
    after:
      'create table p (id int primary key); create table c (id int primary key, pid int not null, constraint fk foreign key (pid) references p (id) on delete cascade)',
  },
  {
    name: 'a column of a foreign key becomes not null',
    before:
      'create table p (id int primary key); create table c (id int primary key, pid int, constraint fk foreign key (pid) references p (id))',
    after:
      'create table p (id int primary key); create table c (id int primary key, pid int not null, constraint fk foreign key (pid) references p (id))',
  },
  {
    name: 'a column that is referred to becomes auto_increment',
    before:
      'create table p (id int primary key); create table c (id int primary key, pid int, constraint fk foreign key (pid) references p (id))',
    after:
      'create table p (id int auto_increment primary key); create table c (id int primary key, pid int, constraint fk foreign key (pid) references p (id))',
  },
  {
    name: 'a table with a foreign key to itself goes',
    before:
      'create table p (id int primary key, up int, foreign key (up) references p(id)); create table c (id int primary key, pid int, constraint fk foreign key (pid) references p (id))',
    after: 'create table c (id int primary key, pid int)',
  },
  {
    name: 'two tables refer to each other',
    before: '',
    after:
      'create table a (id int primary key, b int); create table b (id int primary key, a int, foreign key (a) references a(id)); alter table a add constraint fab foreign key (b) references b(id)',
  },
  {
    name: 'indexes of every kind',
    before: 'create table t (id int primary key, a varchar(50), b text, c point not null, d int)',
    after: `create table t (id int primary key, a varchar(50), b text, c point not null, d int, key (a(10)), fulltext key ft (a,b), spatial key sp (c), key dd (d desc, id), unique key uu (a(5)), key cc (d) comment 'a ''c''', key bt (d,a) using btree, unique key ub (d) using btree)`,
  },
  {
    name: 'keys change, one of them its uniqueness',
    before: 'create table t (id int primary key, a int, b int, key k (a), unique key u (b), key x (a,b))',
    after: `create table t (id int primary key, a int, b int, key k (a,b), unique key u (b,a), unique key x (a,b))`,
  },
  {
    name: 'indexes of a column that goes',
    before: 'create table t (id int primary key, a int, b int, key k (a), unique key u (b), key x (a,b))',
    after: `create table t (id int primary key, b int, key k (b), key x (b))`,
  },
  {
    name: 'checks come, change and go',
    before:
      'create table t (id int primary key, a int, b int, constraint c1 check (a > 0), constraint c2 check (b > 0))',
    after: `create table t (id int primary key, a int, b int, d varchar(10), constraint c1 check (a > 1), constraint c3 check (b < 10 and d <> 'it''s \\\\ "x"'))`,
    rows: 'insert into t values (1,2,3)',
  },
  {
    name: 'a column goes with its check',
    before: 'create table t (id int primary key, a int, b int, constraint c1 check (a > 0))',
    after: `create table t (id int primary key, b int)`,
  },
  {
    name: 'generated columns change in every way',
    before:
      'create table t (id int primary key, a int, g int as (a+1) stored, h int as (a+2) virtual, i int, j int as (a+3), k int as (a+4) stored, key (g), key (j))',
    after: `create table t (id int primary key, a int, g int as (a+10) stored, h int as (a+20) virtual, i int as (a+9) stored, j int as (a+3) stored, k int, key (g), key (j))`,
    rows: 'insert into t (id,a) values (1,2)',
  },
  {
    name: 'a generated column changes with what it is made of',
    before: 'create table t (id int primary key, a int, g int as (a+1) stored)',
    after: `create table t (id int primary key, b int, g int as (b+1) stored)`,
  },
  {
    name: 'a type changes below a generated column',
    before: 'create table t (id int primary key, a int, g int as (a+1) stored, key(g))',
    after: `create table t (id int primary key, a bigint, g bigint as (a+1) stored, key(g))`,
  },
  {
    name: 'a table gets another character set',
    before: 'create table t (id int, a varchar(10), b varchar(10) character set ascii, c text) default charset latin1',
    after: 'create table t (id int, a varchar(10), b varchar(10) character set ascii, c text) default charset utf8mb4',
    rows: "insert into t values (1,'a','b','c')",
  },
  {
    name: 'columns get other character sets and collations',
    before: 'create table t (id int, a varchar(10), b varchar(10) character set ascii, c text)',
    after: 'create table t (id int, a varchar(10) character set latin1, b varchar(10), c text collate utf8mb4_bin)',
  },
  {
    name: 'a table takes the collation of its database',
    before:
      'create table t (id int, a varchar(10), b varchar(10) character set ascii, c text) default charset utf8mb3 collate utf8mb3_bin',
    after: 'create table t (id int, a varchar(10), b varchar(10) character set ascii, c text)',
  },
  {
    name: 'character sets change below a foreign key',
    before:
      'create table p (code varchar(10) primary key) default charset latin1; create table c (code varchar(10), constraint fk foreign key (code) references p (code)) default charset latin1',
    after:
      'create table p (code varchar(10) primary key) default charset utf8mb4; create table c (code varchar(10), constraint fk foreign key (code) references p (code)) default charset utf8mb4',
    rows: "insert into p values ('a'); insert into c values ('a')",
  },
  {
    name: 'table options',
    before: `create table t (id int primary key) engine=InnoDB row_format=compressed comment='x' stats_persistent=1`,
    after: `create table t (id int primary key) comment 'y' stats_auto_recalc=0 max_rows=100 min_rows=3 avg_row_length=20`,
  },
  {
    name: 'another engine',
    before: `create table t (id int primary key, a int, key(a)) engine=MyISAM`,
    after: `create table t (id int primary key, a int, key(a)) engine=InnoDB`,
  },
  {
    name: 'defaults and comments',
    before: `create table t (id int primary key, a int default 1 comment 'a', b varchar(5) default 'x', c timestamp null, d datetime default '2020-01-01 00:00:00')`,
    after: `create table t (id int primary key, a int default 2, b varchar(5), c timestamp default current_timestamp on update current_timestamp, d datetime not null default (now() + interval 1 day) comment 'n')`,
  },
  {
    name: 'values of an enum',
    before: `create table t (id int primary key, s enum('a','b') default 'a')`,
    after: `create table t (id int primary key, s enum('a','x','b','c') default 'x' not null)`,
    rows: "insert into t values (1,'b')",
  },
  {
    name: 'views of views',
    before: `create table t (a int, b int); create view v as select a from t; create view w as select a from v`,
    after: `create table t (a int, c int); create view v as select a, c from t where c > 0; create view w as select a, c from v; create algorithm=merge sql security invoker view x (p, q) as select a, c from w with local check option`,
  },
  {
    name: 'a table and a view change names',
    before: `create table t (a int); create view v as select a from t`,
    after: `create table v (a int); create view t as select a from v`,
  },
  {
    name: 'partitions come',
    before: `create table t (id int not null, d date not null, primary key (id,d))`,
    after: `create table t (id int not null, d date not null, primary key (id,d)) partition by range (to_days(d)) (partition p0 values less than (to_days('2020-01-01')), partition p1 values less than maxvalue)`,
    rows: `insert into t values (1,'2019-01-01'),(2,'2021-01-01')`,
  },
  {
    name: 'the number of partitions changes',
    before: `create table t (id int primary key) partition by hash (id) partitions 4`,
    after: `create table t (id int primary key, b int) partition by hash (id) partitions 6`,
    rows: `insert into t values (1),(2)`,
  },
  {
    name: 'columns with checks, keys and generated columns over them are renamed',
    before: `create table t (id int primary key, name varchar(10), n int, g int as (n+1), constraint c check (n > 0), key k (name))`,
    after: `create table t (id int primary key, full varchar(10), m int, g int as (m+1), constraint c check (m > 0), key k (full))`,
    mark: (o) =>
      o.kind === 'table'
        ? {
            ...o,
            columns: o.columns.map((c) =>
              c.name === 'full' ? { ...c, renamedFrom: 'name' } : c.name === 'm' ? { ...c, renamedFrom: 'n' } : c,
            ),
          }
        : o,
    rows: "insert into t (id,name,n) values (1,'x',2)",
  },
  {
    name: 'a table is renamed below a view and a foreign key',
    before: `create table t (id int primary key, x int, constraint c check (x > 0), key k (x)); create table u (id int, constraint f foreign key (id) references t (id)); create view v as select id from t`,
    after: `create table s (id int primary key, x int, constraint c check (x > 0), key k (x)); create table u (id int, constraint f foreign key (id) references s (id)); create view v as select id from s`,
    mark: (o) => (o.kind === 'table' && o.name === 's' ? { ...o, renamedFrom: 't' } : o),
    rows: 'insert into t values (1,2)',
  },
  {
    name: 'a column hides and another shows',
    before: `create table t (id int primary key, a int, b int invisible)`,
    after: `create table t (id int primary key, a int invisible, b int)`,
  },
  {
    name: 'keys and checks that the server names',
    before: `create table t (id int primary key, a int, check (a > 0), unique (a))`,
    after: `create table t (id int primary key, a int, b int check (b > 0), unique (b), check (a > 1))`,
  },
  {
    name: 'zero dates',
    before: ``,
    after: `set sql_mode=''; create table t (id int primary key, d datetime not null default '0000-00-00 00:00:00', e date default '0000-00-00')`,
  },
  {
    name: 'a primary key over a prefix',
    before: `create table t (a varchar(500), b int, primary key (a(10)))`,
    after: `create table t (a varchar(500), b int not null, primary key (a(20), b desc))`,
  },
  {
    name: 'a key is replaced below a foreign key',
    before: `create table p (id int primary key); create table c (a int, b int, key k (a), constraint f foreign key (a) references p (id))`,
    after: `create table p (id int primary key); create table c (a int, b int, key k2 (a,b), constraint f foreign key (a) references p (id))`,
  },
  {
    name: 'a key changes below a foreign key',
    before: `create table p (id int primary key); create table c (a int, b int, key k (a), constraint f foreign key (a) references p (id))`,
    after: `create table p (id int primary key); create table c (a int, b int, key k (a,b), constraint f foreign key (a) references p (id))`,
  },
  {
    name: 'the key that a foreign key refers to is replaced',
    before: `create table p (id int primary key, x int, unique k (x)); create table c (a int, constraint f foreign key (a) references p (x))`,
    after: `create table p (id int primary key, x int, unique k2 (x)); create table c (a int, constraint f foreign key (a) references p (x))`,
  },
  {
    name: 'json with generated columns',
    before: `create table a (id int primary key, j json)`,
    after: `create table a (id int primary key, j json, n varchar(20) as (json_unquote(json_extract(j, '$.name'))) virtual, key kn (n), t text, constraint jc check (json_length(j) > 1))`,
  },
  {
    name: 'functional and multi-valued indexes',
    servers: ['mysql'],
    before: `create table t (id int primary key, a varchar(10), b json, key f ((upper(a))))`,
    after: `create table t (id int primary key, a varchar(10), b json, key f ((lower(a)), id), key m ((cast(b->'$.x' as unsigned array))), unique u ((a + 1)))`,
  },
  {
    name: 'a plain column becomes a virtual one below a key',
    before: `create table t (id int primary key, a int, key k (a))`,
    after: `create table t (id int primary key, a int as (id + 1) virtual, key k (a))`,
  },
  {
    name: 'defaults of text, blob and json',
    before: `create table t (id int primary key, j json, t text, b blob)`,
    after: `create table t (id int primary key, j json default (json_array()), t text default ('abc'), b blob default (0x61))`,
  },
];
