create table people (id integer primary key, name text not null, born date, home integer);
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger people_touch before update of name on people for each row when (old.name is distinct from new.name) execute function touch();
comment on trigger people_touch on people is 'Touches';
