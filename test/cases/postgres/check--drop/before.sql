create table t (a integer, constraint t_a_positive check (a > 0));
