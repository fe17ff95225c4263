create table people (id integer primary key, name text not null, born date, home integer);
create view a as select id, name from people;
create view b as select id, name from a;
create materialized view c as select name, count(*) as n from b group by name;
create unique index c_name on c (name);
create function names() returns setof b language sql as $$ select * from b $$;
comment on view b is 'Second';
