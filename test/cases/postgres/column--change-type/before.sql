create table t (id integer primary key, code varchar(10), amount numeric(10,2), at timestamp);
