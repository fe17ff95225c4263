create table people (id integer primary key, name text not null, born date, home integer);
create function int_apart(integer, integer) returns integer language sql immutable as $$ select abs($1) - abs($2) $$;
create operator family apart using btree;
create operator class int_apart_ops for type integer using btree family apart as operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >, function 1 int_apart(integer, integer);
comment on operator class int_apart_ops using btree is 'Without the sign';
create index people_home_apart on people (home int_apart_ops);
