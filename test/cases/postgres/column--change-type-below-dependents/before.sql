create table t (id integer primary key, amount integer not null, doubled integer generated always as (amount * 2) stored, constraint t_amount_check check (amount > 0));
create index t_amount_idx on t (amount) where amount > 100;
create view big as select id, amount from t where amount > 100;
create view bigger as select id from big where amount > 1000;
comment on view bigger is 'On top of big';
