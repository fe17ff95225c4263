create table t (price numeric(10,2) constraint t_price check (price > 0 and price < 1e6), state text check (state in ('a', 'b')), day date);
create index t_idx on t ((lower(state) || 'x')) where day >= '2026-01-01';
create view v as select price, case when state = 'a' then 1 else 2 end as n from t where day between '2026-01-01' and current_date;
