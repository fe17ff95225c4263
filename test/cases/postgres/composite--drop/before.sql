create table people (id integer primary key, name text not null, born date, home integer);
create type point3 as (x integer, y integer);
comment on type point3 is 'A place';
alter table people add column place point3;
create view places as select (place).x as x from people;
