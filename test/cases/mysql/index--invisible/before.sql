create table t (a int, b int, key t_a_idx (a));
