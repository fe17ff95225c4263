/** The schema that the forms below are measured on; every table has rows. */
export const BASE = `
create sequence s;
create type mood as enum ('a', 'b', 'c');
create domain plain as int;
create domain positive as int check (value > 0);
create domain used_domain as int;
create table r (id int primary key, a int);
insert into r select g, g from generate_series(1, 50) g;
create table t (id int primary key, a int, b int not null, c text, v10 varchar(10), rid int, n int, e mood, d used_domain, p plain);
insert into t select g, g, g, 'x', 'y', g, g, 'a', 1, 1 from generate_series(1, 50) g;
create index t_a on t (a);
create unique index uq_idx on t (n);
create unique index pk_idx on t (b);
create table chk (a int, b int, constraint chk_a check (a is not null), constraint nv check (b > 0) not valid);
insert into chk select g, g from generate_series(1, 50) g;
create unique index chk_b on chk (b);
create table f (id int primary key, rid int references r (id), sid int);
insert into f select g, g, g from generate_series(1, 50) g;
alter table f add constraint f_nv foreign key (sid) references t (id) not valid;
create table ident (id int generated always as identity, x int);
insert into ident (x) select g from generate_series(1, 50) g;
create table gen (id int primary key, a int, g int generated always as (a * 2) stored);
insert into gen select g, g from generate_series(1, 50) g;
create table par (a int);
insert into par select g from generate_series(1, 50) g;
create table chi () inherits (par);
create table c2 (a int);
create unlogged table ul (id int primary key);
insert into ul select g from generate_series(1, 50) g;
create table p (k int primary key, x int) partition by range (k);
create table p1 partition of p for values from (0) to (100);
create table pdef partition of p default;
insert into p select g, g from generate_series(1, 150) g;
create table q (k int not null, x int);
insert into q select g, g from generate_series(200, 250) g;
create table q2 (k int not null, x int, check (k >= 300 and k < 400));
insert into q2 select g, g from generate_series(300, 350) g;
create view vb_ as select id, a from t;
create materialized view mv as select id, a from t;
create unique index mv_u on mv (id);
alter table p1 enable row level security;
create policy pol on p1 using (true);
create function trg() returns trigger language plpgsql as 'begin return new; end';
create trigger tr before insert on r for each row execute function trg();
create rule ru as on delete to par do also nothing;
create statistics st on a, b from t;
create table types (id int primary key, i int, i_u int unique, s smallint, l bigint, v10 varchar(10), v10i varchar(10), tx text, txi text, tc text, tci text, c5 char(5), nu numeric(10,2),
  ts timestamp, tz timestamptz, t3 timestamp(3), tm time(3), iv interval(3), vb varbit(8), cd cidr, js json, jb jsonb, en mood, dm plain, fl real, uu uuid, by bytea, txc text check (txc <> ''), oi int);
insert into types (id, i_u) select g, g from generate_series(1, 50) g;
create index types_v10i on types (v10i);
create index types_txi on types (txi);
create index types_tci on types (tci);
create index types_oi on types (oi);
`;

/**
 * Forms of DDL, and whether each is dangerous: it writes a table anew, builds an index anew, or reads a whole table, under a lock that
 * keeps others waiting. As measured on PostgreSQL 15 to 18. `since`: the first version that knows the form.
 */
export const FORMS: readonly (readonly [danger: 0 | 1, sql: string, since?: 17 | 18])[] = [
  [0, 'alter table t add column z int'],
  [0, 'alter table t add column z int default 1'],
  [0, 'alter table t add column z int not null default 1'],
  [0, 'alter table t add column z timestamptz default now()'],
  [0, 'alter table t add column z timestamptz not null default now()'],
  [1, 'alter table t add column z uuid default gen_random_uuid()'],
  [1, 'alter table t add column z timestamptz default clock_timestamp()'],
  [1, "alter table t add column z int default nextval('s')"],
  [1, 'alter table t add column z serial'],
  [1, 'alter table t add column z int generated always as identity'],
  [1, 'alter table c2 add column z int not null'],
  [1, 'alter table t add column z int generated always as (a + 1) stored'],
  [0, 'alter table t add column z int generated always as (a + 1) virtual', 18],
  [1, 'alter table t add column z int check (z > 0)'],
  [1, 'alter table t add column z int default 1 check (z > 0)'],
  [0, 'alter table t add column z int references r (id)'],
  [1, 'alter table t add column z int default 1 references r (id)'],
  [1, 'alter table t add column z int unique'],
  [1, 'alter table par add column z serial primary key'],
  [0, 'alter table t add column z plain'],
  [1, 'alter table t add column z positive'],
  [1, 'alter table t add column z positive default 1'],
  [0, 'alter table t drop column c'],
  [0, 'alter table t drop column n'],
  [0, 'alter table f drop column rid'],
  [0, 'alter table t rename column c to c9'],
  [0, 'alter table c2 rename to c9'],
  [0, 'alter table chk rename constraint chk_a to chk_z'],
  [0, 'alter index t_a rename to t_z'],
  [0, 'alter table t alter column a set default 1'],
  [0, 'alter table t alter column a drop default'],
  [1, 'alter table t alter column a set not null'],
  [0, 'alter table chk alter column a set not null'],
  [0, 'alter table t alter column b drop not null'],
  [1, 'alter table t add constraint k check (a > 0)'],
  [0, 'alter table t add constraint k check (a > 0) not valid'],
  [0, 'alter table t add constraint k check (a > 0) not enforced', 18],
  [0, 'alter table chk validate constraint nv'],
  [0, 'alter table chk drop constraint chk_a'],
  [0, 'alter table t add constraint k not null a not valid', 18],
  [1, 'alter table t add constraint k not null a', 18],
  [1, 'alter table t add constraint k unique (a)'],
  [0, 'alter table t add constraint k unique using index uq_idx'],
  [1, 'alter table par add primary key (a)'],
  [1, 'alter table chk add primary key using index chk_b'],
  [1, 'alter table t add constraint k exclude using btree (a with =)'],
  [1, 'alter table t add constraint k foreign key (rid) references r (id)'],
  [0, 'alter table t add constraint k foreign key (rid) references r (id) not valid'],
  [0, 'alter table t add constraint k foreign key (rid) references r (id) not enforced', 18],
  [0, 'alter table f validate constraint f_nv'],
  [0, 'alter table f drop constraint f_rid_fkey'],
  [0, 'alter table f alter constraint f_rid_fkey deferrable'],
  [1, 'create index ix on t (c)'],
  [1, 'create unique index ix on t (id, c)'],
  [0, 'drop index t_a'],
  [1, 'reindex index t_a'],
  [1, 'reindex table t'],
  [0, 'create table nt (id int primary key, rid int references r (id))'],
  [0, 'create table nt (like t including all)'],
  [0, 'drop table vb cascade'.replace('vb', 'c2')],
  [0, 'drop table f'],
  [1, 'truncate t cascade'],
  [0, 'alter table t alter column a set statistics 10'],
  [0, 'alter table t alter column a set (n_distinct = 5)'],
  [0, 'alter table t alter column c set storage external'],
  [0, 'alter table t alter column c set compression pglz'],
  [0, 'alter table t set (fillfactor = 70)'],
  [0, 'alter table t set (autovacuum_enabled = off)'],
  [0, 'alter table t reset (fillfactor)'],
  [1, 'alter table gen set unlogged'],
  [1, 'alter table ul set logged'],
  [0, 'alter table t set tablespace pg_default'],
  [0, 'alter table t set access method heap'],
  [0, 'alter table t cluster on t_a'],
  [1, 'cluster t using t_a'],
  [0, 'alter table t set without cluster'],
  [0, 'alter table t replica identity full'],
  [0, 'alter table t owner to current_user'],
  [0, 'alter table c2 set schema public'],
  [0, 'alter table t enable row level security'],
  [0, 'create policy po on t using (true)'],
  [0, 'drop policy pol on p1'],
  [0, 'create trigger tg before insert on t for each row execute function trg()'],
  [0, 'create constraint trigger tg after insert on t from r for each row execute function trg()'],
  [0, 'drop trigger tr on r'],
  [0, 'alter table r disable trigger tr'],
  [0, 'alter table r enable trigger tr'],
  [0, 'create rule rr as on delete to r do also nothing'],
  [0, 'drop rule ru on par'],
  [0, "comment on table t is 'x'"],
  [0, "comment on column t.a is 'x'"],
  [0, 'grant select on t to current_user'],
  [0, 'create statistics st2 on a, n from t'],
  [0, 'drop statistics st'],
  [0, 'analyze t'],
  [0, 'create view v2 as select * from t'],
  [0, 'create or replace view vb_ as select id, a from t where a > 0'],
  [0, 'drop view vb_'],
  [1, 'refresh materialized view mv'],
  [0, 'alter table ident alter column id drop identity'],
  [0, 'alter table t alter column b add generated by default as identity'],
  [0, 'alter table ident alter column id set generated by default'],
  [0, 'alter table gen alter column g drop expression'],
  [1, 'alter table gen alter column g set expression as (a * 3)', 17],
  [1, 'alter table p attach partition q for values from (200) to (300)'],
  [1, 'alter table p attach partition q2 for values from (300) to (400)'],
  [0, 'alter table p detach partition p1'],
  [1, 'create table p9 partition of p for values from (900) to (999)'],
  [1, 'create index ix on p (x)'],
  [0, 'create index ix on only p (x)'],
  [0, 'alter table p add column z int'],
  [0, 'alter table c2 inherit par'],
  [0, 'alter table chi no inherit par'],
  [0, 'alter table par add column z int'],
  [0, "alter type mood add value 'd'"],
  [0, "alter type mood rename value 'a' to 'z'"],
  [1, 'alter domain used_domain add constraint k check (value > 0)'],
  [0, 'alter domain used_domain add constraint k check (value > 0) not valid'],
  [1, 'alter domain used_domain set not null'],
  [0, 'alter sequence s increment 2'],
  [0, 'alter function trg() cost 10'],
  [0, 'lock table t'],
  [0, 'update t set a = a + 1 where id > 0'],
  ...(
    [
      [0, 'v10', 'varchar(20)'],
      [0, 'v10', 'varchar'],
      [0, 'v10', 'text'],
      [0, 'v10i', 'text'],
      [0, 'v10i', 'varchar(20)'],
      [1, 'i_u', 'bigint'],
      [0, 'tx', 'varchar'],
      [1, 'txc', 'varchar'],
      [1, 'tx', 'varchar(100)'],
      [1, 'txi', 'varchar(100)'],
      [1, 'v10', 'varchar(8)'],
      [1, 'c5', 'char(10)'],
      [1, 'c5', 'varchar'],
      [1, 'c5', 'text'],
      [0, 'tc', 'text collate "C"'],
      [1, 'tci', 'text collate "C"'],
      [1, 'i', 'bigint'],
      [1, 's', 'int'],
      [1, 'l', 'int'],
      [1, 'i', 'numeric'],
      [0, 'nu', 'numeric(12,2)'],
      [1, 'nu', 'numeric(12,3)'],
      [0, 'nu', 'numeric'],
      [1, 'nu', 'numeric(8,2)'],
      [1, 'ts', "timestamptz using ts at time zone 'UTC'"],
      [0, 't3', 'timestamp(6)'],
      [0, 't3', 'timestamp'],
      [1, 'ts', 'timestamp(3)'],
      [0, 'tm', 'time'],
      [0, 'iv', 'interval'],
      [0, 'iv', 'interval(6)'],
      [0, 'vb', 'varbit(16)'],
      [0, 'vb', 'varbit'],
      [0, 'cd', 'inet'],
      [1, 'js', 'jsonb using js::jsonb'],
      [1, 'jb', 'json using jb::json'],
      [1, 'jb', 'text using jb::text'],
      [1, 'tx', 'jsonb using tx::jsonb'],
      [1, 'en', 'text using en::text'],
      [1, 'tx', 'mood using tx::mood'],
      [0, 'i', 'plain'],
      [1, 'i', 'positive'],
      [0, 'dm', 'int'],
      [1, 'fl', 'double precision'],
      [1, 'uu', 'text using uu::text'],
      [1, 'by', "text using encode(by, 'hex')"],
      [1, 'oi', 'oid'],
    ] as const
  ).map(([danger, column, type]) => [danger, `alter table types alter column ${column} type ${type}`] as const),
];
