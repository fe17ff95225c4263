create table people (id integer primary key, name text not null, born date, home integer);
create function tidy(text) returns text language sql immutable as $$ select lower($1) $$;
alter table people add constraint people_name_check check (tidy(name) <> '');
alter table people add tidy_name text generated always as (tidy(name)) stored;
create index people_tidy on people (tidy(name));
create view tidied as select id, tidy(name) as name from people;
create materialized view kept as select tidy(name) as name from people;
alter table people enable row level security;
create policy own on people using (tidy(name) = current_user);
