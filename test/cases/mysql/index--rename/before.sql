create table t (a int, key old_idx (a));
