create table t (id int primary key, note varchar(20) not null default 'x' comment 'Free text', amount decimal(10,2), constraint t_amount_check check (amount > 0), key t_amount_idx (amount));
