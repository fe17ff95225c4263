create table t (a integer, constraint t_a_key unique (a));
