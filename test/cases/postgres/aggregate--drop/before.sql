create table people (id integer primary key, name text not null, born date, home integer);
create aggregate total(integer) (sfunc = int4pl, stype = integer, initcond = '0');
create view totals as select total(home) as t from people;
