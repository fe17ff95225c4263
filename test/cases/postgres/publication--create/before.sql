create table people (id integer primary key, name text not null, born date, home integer);
create schema other;
create table other.t (id integer primary key);
