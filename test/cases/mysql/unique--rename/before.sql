create table t (a int, unique key old_key (a));
