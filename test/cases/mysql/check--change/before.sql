create table t (a int, constraint t_a_range check (a > 0));
