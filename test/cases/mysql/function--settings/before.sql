set names utf8mb4; set session sql_mode = default;
create table t (id int primary key, a int, b varchar(20));
set session sql_mode = 'PIPES_AS_CONCAT';
create function tag(x varchar(10)) returns varchar(20) no sql return '<' || x || '>';
