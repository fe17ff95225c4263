create table t (id integer primary key, note text not null default 'x', amount numeric(10,2), check (amount > 0));
create index t_amount_idx on t (amount);
comment on column t.note is 'Free text';
