create table people (id integer primary key, name text not null, born date, home integer);
create table t (id integer primary key);
create publication chosen for table people, t;
create publication everything for all tables with (publish = 'insert');
