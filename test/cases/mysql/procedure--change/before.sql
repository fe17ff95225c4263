set names utf8mb4; set session sql_mode = default;
create table t (id int primary key, a int, b varchar(20));
create procedure touch(in x int)
begin
  update t set a = a + 1 where id = x; -- once; only
end;
