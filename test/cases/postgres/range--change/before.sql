create table people (id integer primary key, name text not null, born date, home integer);
create type span as range (subtype = float8, subtype_diff = float8mi);
create table spans (s span);
