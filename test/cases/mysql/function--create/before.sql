set names utf8mb4; set session sql_mode = default;
create table t (id int primary key, a int, b varchar(20));
