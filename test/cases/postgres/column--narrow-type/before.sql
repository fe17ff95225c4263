create table t (id integer primary key, code text);
