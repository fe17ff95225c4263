create table t (a int, constraint t_a_positive check (a > 0));
