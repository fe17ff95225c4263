create table t (id int primary key, a int, unique key t_a_key (a));
