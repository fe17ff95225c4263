create table t (id int primary key, code varchar(10), amount decimal(10,2), constraint t_code check (code <> ''));
create table u (id int primary key, t_id int, label varchar(10));
