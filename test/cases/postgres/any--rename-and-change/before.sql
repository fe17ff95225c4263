create table t (id integer primary key, a integer);
create view old_view as select id from t;
create function touch() returns trigger language plpgsql as 'begin return new; end';
create trigger old_trigger before insert on t for each row execute function touch();
create policy old_policy on t for select using (a > 0);
create rule old_rule as on delete to t do instead nothing;
create domain old_domain as integer constraint positive check (value > 0);
create type old_pair as (x integer, y integer);
comment on column old_pair.x is 'one';
