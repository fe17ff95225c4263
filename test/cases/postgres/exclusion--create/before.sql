create table people (id integer primary key, name text not null, born date, home integer);
alter table people add column stay daterange;
