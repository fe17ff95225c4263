create table t (id integer primary key, a text, b text, c integer, p point);
create index t_a on t (a);
create index t_b on t (b);
create index t_c on t (c);
create index t_e on t ((a || b));
create index t_p on t using gist (p);
