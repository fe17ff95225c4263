create table t (a integer, b integer);
create index t_idx on t (a);
create index t_where_idx on t (b) where a > 0;
