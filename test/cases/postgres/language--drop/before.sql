create table people (id integer primary key, name text not null, born date, home integer);
create trusted language other handler plpgsql_call_handler inline plpgsql_inline_handler validator plpgsql_validator;
comment on language other is 'The same by another name';
create function seven() returns integer language other as $$ begin return 7; end $$;
create conversion from_latin1 for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
create access method more type index handler bthandler;
comment on access method more is 'Another tree';
