create table people (id integer primary key, name text not null, born date, home integer);
create schema other;
create table other.t (id integer primary key);
create publication chosen for table people where (id > 0), tables in schema other with (publish = 'insert, update');
create publication everything for all tables;
comment on publication everything is 'All of it';
