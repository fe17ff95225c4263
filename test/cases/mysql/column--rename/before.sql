create table t (id int primary key, name varchar(50) not null, amount int, constraint t_amount_positive check (amount > 0), key t_name_idx (name));
create view names as select id, name from t;
