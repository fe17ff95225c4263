create table t (a integer);
create index old_idx on t (a);
