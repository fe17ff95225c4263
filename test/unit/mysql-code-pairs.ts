import { type Pair } from './mysql-pairs.ts';

/** Routines, triggers and events. */
export const CODE_PAIRS: readonly Pair[] = [
  {
    name: 'routines come, change and go',
    before: `create table t (a int);
      create function f(x int) returns int deterministic return x + 1;
      create procedure p() select 1;
      create procedure q(in a int, out b varchar(10)) reads sql data sql security invoker comment 'it''s' begin set b = a; end`,
    after: `create table t (a int);
      create function f(x int, y decimal(10,2)) returns decimal(10,2) no sql return x * y;
      create procedure f() begin declare continue handler for not found set @a = 1; if @a then select ';' as b; end if; end;
      create view v as select f(a, 1) as b from t;
      create procedure q(in a int, out b varchar(10)) comment 'other' begin set b = concat(a, '\\n'); end`,
  },
  {
    name: 'triggers keep their order and take their columns with them',
    before: `create table t (a int, b int, c int);
      create trigger x1 before insert on t for each row set new.a = 1;
      create trigger x2 before insert on t for each row set new.b = 1;
      create trigger x3 after update on t for each row set @x = old.c`,
    after: `create table t (a int, b int, d int); create table log (n int);
      create trigger x2 before insert on t for each row set new.b = 1;
      create trigger x1 before insert on t for each row begin set new.a = 1; set new.d = 2; end;
      create trigger x0 before insert on t for each row precedes x1 set new.a = 3;
      create trigger y after delete on t for each row insert into log values (concat(old.d, 'it''s \\\\ "x"; \\n'))`,
    rows: 'insert into t values (1,2,3)',
  },
  {
    name: 'events come, change and go',
    before: `create event e on schedule every 1 day starts '2030-01-01 03:00:00' do set @a = 1;
      create event gone on schedule at '2035-01-01 00:00:00' disable do set @a = 1`,
    after: `create event e on schedule every '1:30' hour_minute starts '2030-01-01 03:00:00' ends '2031-01-01 00:00:00' on completion preserve comment 'x' do begin set @a = 2; set @b = 3; end;
      create event f on schedule at '2035-01-01 00:00:00' disable do set @a = 1`,
  },
  {
    name: 'triggers change places, and the first of three goes',
    before: `create table t (a int); create table u (a int); create trigger t1 before insert on t for each row set new.a = 1; create trigger t2 before insert on t for each row set new.a = 2;
      create trigger t3 before insert on t for each row set new.a = 3; create trigger u1 before insert on u for each row set new.a = 1;
      create trigger u2 before insert on u for each row set new.a = 2; create trigger u3 before insert on u for each row set new.a = 3`,
    after: `create table t (a int); create table u (a int); create trigger t3 before insert on t for each row set new.a = 3; create trigger t1 before insert on t for each row set new.a = 1;
      create trigger t2 before insert on t for each row set new.a = 2; create trigger u2 before insert on u for each row set new.a = 2;
      create trigger u3 before insert on u for each row set new.a = 3`,
  },
  {
    name: 'stored code keeps the settings it was made under',
    before: `create table t (a int); create procedure p() select 1; create function same() returns int deterministic return 1`,
    after: `create table t (a int);
      set session sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT', time_zone = '+02:00';
      create procedure p() select "a" || 'b' from t;
      create trigger x before insert on t for each row set new.a = 1;
      create event e on schedule every 2 week starts '2030-01-01 03:00:00' do set @a = 1;
      set session sql_mode = default, time_zone = '+03:00';
      create event z on schedule every 1 week starts '2030-05-05 05:05:05' do set @a = 1;
      set session time_zone = default, collation_connection = utf8mb4_bin;
      create function g() returns int deterministic return 1;
      create function same() returns int deterministic return 1`,
  },
  {
    name: 'stored code and views keep their definers',
    before: '',
    after: `create definer = 'some body'@'%' view v as select 1 as a, 2 as b;
      create definer = 'some body'@'%' procedure p() select 1;
      create definer = 'some body'@'%' event e on schedule every 2 week starts '2030-01-01 03:00:00' do set @a = 1`,
  },
  {
    name: 'views over views change places',
    before: `create table t (id int primary key, a int); create view v as select id, a from t; create view w as select id from v`,
    after: `create table t (id int primary key, a int); create view v as select a, count(*) as n from t group by a; create algorithm = temptable view w (x, y) as select v.n, 'it''s' from v`,
  },
  {
    name: 'names of code that differ in case, and a comment without backslash escapes',
    before: `create procedure p() select 1; create function f(x int) returns int deterministic return x; create event e on schedule every 1 day starts '2030-01-01 00:00:00' do select 1`,
    after: `set sql_mode = 'NO_BACKSLASH_ESCAPES'; create procedure P(y int) comment 'a\\b' select 1; create function F(x int) returns int deterministic return x + 1; create event E on schedule every 2 day starts '2030-01-01 00:00:00' comment 'c\\d' do select 1`,
  },
  {
    name: 'aggregate functions come, change and go under views',
    servers: ['mariadb'],
    before: `create aggregate function total(x int) returns int begin declare s int default 0;
      declare continue handler for not found return s; loop fetch group next row; set s = s + x; end loop; end;
      create table t (id int, g int); create view v as select total(id) as x from t`,
    after: `create aggregate function total(x int) returns int deterministic comment 'most' begin declare s int default 0;
      declare continue handler for not found return s; loop fetch group next row; set s = greatest(s, x); end loop; end;
      create function plain(x int) returns int return x; create table t (id int, g int); create view v as select g, total(id) as x from t group by g`,
  },
  {
    name: 'sequences have engines and comments',
    servers: ['mariadb'],
    before: `create sequence a engine=aria; create sequence b comment 'B'; create sequence c engine=aria comment 'C'`,
    after: `create sequence a comment 'A'; create sequence b start with 5 minvalue 2 engine=myisam; create sequence d engine=aria`,
  },
];
