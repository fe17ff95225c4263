create table people (id integer primary key, name text not null, born date, home integer);
create function note() returns event_trigger language plpgsql as $$ begin null; end $$;
create event trigger watch on ddl_command_end execute function note();
