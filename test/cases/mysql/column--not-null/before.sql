create table t (id int primary key, a varchar(10), b varchar(10) not null);
