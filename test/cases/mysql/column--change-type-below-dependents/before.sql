create table t (id int primary key, amount int not null, doubled int generated always as (amount * 2) stored, constraint t_amount_check check (amount > 0), key t_amount_idx (amount));
create view big as select id, amount from t where amount > 100;
create view bigger as select id from big where amount > 1000;
create table c (t_id int, key c_t_id_idx (t_id), constraint c_t_id_fkey foreign key (t_id) references t (id));
