create table t (a integer, b text);
create unique index t_a_idx on t (a);
create index t_lower_idx on t (lower(b)) where a > 0;
comment on index t_lower_idx is 'Gone soon';
