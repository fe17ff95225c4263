create table t (a int, b int, key t_a_idx (a) comment 'Before', key t_b_idx (b));
