create table t (id int primary key, code varchar(50));
