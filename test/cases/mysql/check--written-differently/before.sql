create table t (price decimal(10,2), state varchar(10), constraint t_price check (price > 0 and price < 1000000), constraint t_state check (state in ('a', 'b')));
create view v as select price, case when state = 'a' then 1 else 2 end as n from t where price between 1 and 10;
