create table t (a int, b int, key t_idx (a));
