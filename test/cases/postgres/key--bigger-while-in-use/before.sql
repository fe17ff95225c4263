create table users (id integer generated always as identity (start with 5) primary key, name text not null, boss integer);
alter table users add constraint users_boss_fkey foreign key (boss) references users (id) on delete set null;
create index users_name_idx on users (name, id);
comment on sequence users_id_seq is 'counts users';
create table orders (
  tenant integer not null,
  id serial,
  user_id integer not null constraint orders_user_fkey references users (id) on delete cascade,
  by_id integer constraint orders_by_fkey references users (id),
  constraint orders_key primary key (tenant, id)
);
comment on constraint orders_key on orders is 'who and which';
create table lines (
  tenant integer not null,
  order_id integer not null,
  what text,
  constraint lines_order_fkey foreign key (tenant, order_id) references orders (tenant, id)
);
create view names as select u.id, u.name, count(*) as n from users u join orders o on o.user_id = u.id group by u.id;
create policy own on users using (id > 0);
