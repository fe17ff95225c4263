create table t (a int, b int, unique key t_key (a));
