create domain code as text check (length(value) < 10);
create table t (id integer primary key, c code not null, cs code[]);
create index t_c_idx on t (c);
create function first_of(code[]) returns code language sql immutable as $$ select $1[1] $$;
create view v as select c, first_of(cs) as first from t;
