create table people (id integer primary key, name text not null, born date, home integer);
create function int_apart(integer, integer) returns integer language sql immutable as $$ select abs($1) - abs($2) $$;
create operator class int_apart_ops for type integer using btree as operator 1 <, operator 3 =, operator 5 >, function 1 btint4cmp(integer, integer);
create index people_home_apart on people (home int_apart_ops);
