set names utf8mb4; set session sql_mode = default;
create table t (id int primary key, a int, b varchar(20));
create event sweep on schedule every 1 day starts '2030-01-01 03:00:00' do delete from t where a < 0;
