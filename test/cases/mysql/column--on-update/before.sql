create table t (a int, at timestamp null default null);
