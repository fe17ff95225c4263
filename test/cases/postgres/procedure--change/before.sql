create table people (id integer primary key, name text not null, born date, home integer);
create procedure rename_all(inout n integer) language plpgsql as $$ begin update people set name = name || n; end $$;
