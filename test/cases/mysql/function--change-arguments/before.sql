set names utf8mb4; set session sql_mode = default;
create table t (id int primary key, a int, b varchar(20));
create function tax(gross decimal(10,2)) returns decimal(10,2) deterministic return gross * 0.19;
create view v as select id, tax(a) as tax from t;
