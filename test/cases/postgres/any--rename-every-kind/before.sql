create schema old_s;
create type old_s.size as enum ('s', 'm');
create function old_s.pick() returns old_s.size language plpgsql stable as $$ begin return 's'; end $$;
create table old_s.kept (id integer primary key, note text default 'x', size old_s.size default old_s.pick());
create view old_s.small as select id from old_s.kept where size = 's';
create view notes as select note from old_s.kept;
create domain old_email as text constraint old_email_has_at check (value like '%@%');
create type old_point as (x integer, y integer);
create type old_span as range (subtype = float8);
create collation old_coll (provider = libc, locale = 'C');
create function old_add(a integer, b integer) returns integer language sql immutable as $$ select a + b $$;
create function old_touch() returns trigger language plpgsql as $$ begin return new; end $$;
create procedure old_clean() language plpgsql as $$ begin null; end $$;
create aggregate old_sum(integer) (sfunc = int4pl, stype = integer, initcond = '0');
create sequence old_numbers;
create table people (
  id integer primary key default nextval('old_numbers'),
  email old_email not null,
  home old_point,
  awake old_span,
  label text collate old_coll,
  total integer generated always as (old_add(1, 2)) stored,
  during int4range,
  constraint old_no_twins exclude using gist (during with &&)
);
create statistics old_stats (dependencies) on id, label from people;
create trigger old_trigger before update on people for each row execute function old_touch();
create policy old_policy on people for select using (email like '%@home');
create rule old_rule as on delete to people do also select 1;
create materialized view old_totals as select old_add(id, 1) as n, email from people with no data;
create unique index old_totals_n on old_totals (n);
create view totals as select n from old_totals;
