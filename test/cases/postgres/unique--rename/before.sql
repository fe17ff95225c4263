create table t (a integer, constraint old_key unique (a));
