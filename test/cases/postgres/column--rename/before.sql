create table t (id integer primary key, name text not null, amount integer, constraint t_amount_positive check (amount > 0));
create index t_lower_name_idx on t (lower(name)) where amount > 10;
create view names as select id, name from t;
