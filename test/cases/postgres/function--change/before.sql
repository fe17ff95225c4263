create table people (id integer primary key, name text not null, born date, home integer);
create function greet(who text, times integer default 1) returns text language sql immutable as $$ select repeat('Hello ' || who, times) $$;
create view greetings as select greet(name) as hello from people;
comment on function greet(text, integer) is 'Says hello';
