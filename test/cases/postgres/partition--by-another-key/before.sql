create type level as enum ('low', 'high');
create table events (
  id serial primary key,
  kind level not null default 'low',
  at date not null,
  twice integer generated always as (id * 2) stored
) partition by range (id);
create table events_0 partition of events for values from (1) to (3);
create table events_1 partition of events for values from (3) to (7);
create table notes (event integer references events);
create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
create trigger refuse before delete on events for each row execute function refuse();
create view recent as select id, at from events;
