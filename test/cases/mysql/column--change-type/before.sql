create table t (id int primary key, code varchar(10), amount decimal(10,2), flag tinyint(1) not null default 0);
