create table people (id integer primary key, name text not null, born date, home integer);
create type pair as (a integer, b integer);
create function pair_of(integer) returns pair language sql immutable as $$ select ($1, $1)::pair $$;
create cast (integer as pair) with function pair_of(integer);
