create table people (id integer primary key, name text not null, born date, home integer);
create view grown as select id, name from people where born is not null;
create view older as select * from grown;
create function stop() returns trigger language plpgsql as $$ begin return null; end $$;
