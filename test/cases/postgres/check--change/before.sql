create table t (a integer, constraint t_a_range check (a > 0));
comment on constraint t_a_range on t is 'Positive';
