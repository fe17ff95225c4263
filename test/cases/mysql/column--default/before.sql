create table t (a int default 1, b varchar(10) default 'x', c datetime, d int default 7);
