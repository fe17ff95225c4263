create table people (id integer primary key, name text not null, born date, home integer);
create function same_home(people, people) returns boolean language sql immutable as $$ select $1.home = $2.home $$;
create operator === (function = same_home, leftarg = people, rightarg = people);
