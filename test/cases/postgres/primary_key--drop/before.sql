create table t (a integer primary key, b integer);
