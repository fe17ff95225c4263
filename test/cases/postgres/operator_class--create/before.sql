create table people (id integer primary key, name text not null, born date, home integer);
create function int_apart(integer, integer) returns integer language sql immutable as $$ select abs($1) - abs($2) $$;
