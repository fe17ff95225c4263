create table countries (code char(2) primary key, name text not null);
insert into countries select chr(65 + n / 26) || chr(65 + n % 26), 'country ' || n from generate_series(0, 99) n;

create table customers (
  id bigint generated always as identity primary key,
  email text not null unique,
  name text not null,
  label text collate "und-x-icu" not null,
  country char(2) not null references countries (code),
  vip boolean not null,
  created_at timestamptz not null,
  deleted_at timestamptz,
  meta jsonb not null,
  tags text[] not null
);
insert into customers (email, name, label, country, vip, created_at, deleted_at, meta, tags)
select 'c' || n || '@example.com', md5(n::text), md5((n * 7)::text), chr(65 + n % 100 / 26) || chr(65 + n % 100 % 26), n % 200 = 0,
       timestamptz '2025-01-01 00:00:00+00' + n * interval '20 minutes', case when n % 25 = 0 then timestamptz '2026-01-01 00:00:00+00' end,
       jsonb_build_object('source', 's' || n % 500, 'level', n % 10), array['t' || n % 300, 't' || n % 7]
from generate_series(1, 20000) n;

create table orders (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customers (id),
  status text not null,
  region int not null,
  total numeric(10,2) not null,
  placed_at timestamptz not null,
  shipped_at timestamptz,
  note text
);
insert into orders (customer_id, status, region, total, placed_at, shipped_at, note)
select 1 + (n * 7919) % 20000,
       case when n % 200 = 0 then 'pending' when n % 40 = 1 then 'cancelled' when n % 4 = 2 then 'shipped' else 'paid' end,
       n % 10, ((n * 31) % 40000)::numeric / 10, timestamptz '2026-01-01 00:00:00+00' + (n * 17 % 60000) * interval '4 minutes',
       case when n % 150 <> 0 then timestamptz '2026-02-01 00:00:00+00' end, case when n % 50 = 0 then 'note ' || n end
from generate_series(1, 60000) n;

create table lines (
  id bigint generated always as identity primary key,
  order_id bigint not null,
  product_id int not null,
  quantity int not null
);
insert into lines (order_id, product_id, quantity) select 1 + n % 60000, (n * 13) % 2000, n % 9 from generate_series(1, 120000) n;
create index lines_order_id_product_id_idx on lines (order_id, product_id);

create table returns (
  id bigint generated always as identity primary key,
  order_id bigint not null references orders (id),
  reason text not null
);
insert into returns (order_id, reason) select 1 + (n * 11) % 60000, 'r' || n % 5 from generate_series(1, 30000) n;

create table events (
  id bigint generated always as identity primary key,
  tenant_id int not null,
  kind text not null,
  actor varchar(40) not null,
  happened_at timestamp not null
);
insert into events (tenant_id, kind, actor, happened_at)
select n % 100, 'k' || n % 6, 'actor ' || (n * 17) % 9000, timestamp '2026-01-01' + (n * 31 % 60000) * interval '5 minutes' from generate_series(1, 60000) n;

create table z (a int, b int, c date, d text, filler text);
insert into z select n % 50, n % 1000, date '2026-01-01' + n % 300, case when n % 3 = 0 then 'done' else 'd' || n % 5 end, repeat('x', 60) from generate_series(1, 60000) n;

create table stock (warehouse int not null, shelf int not null, amount int not null, primary key (warehouse, shelf));
insert into stock select n / 200, n % 200, n % 50 from generate_series(0, 39999) n;
create table moves (id bigint generated always as identity primary key, warehouse int not null, shelf int not null, moved_at timestamptz not null,
  foreign key (warehouse, shelf) references stock (warehouse, shelf));
insert into moves (warehouse, shelf, moved_at) select n % 40000 / 200, n % 200, timestamptz '2026-01-01 00:00:00+00' + n * interval '1 minute' from generate_series(0, 59999) n;

create schema "Shop Two";
create table "Shop Two"."Order Items" (
  id bigint generated always as identity primary key,
  "Product Code" text not null,
  "Batch" int not null,
  open boolean not null
);
insert into "Shop Two"."Order Items" ("Product Code", "Batch", open) select 'p' || n % 3000, n % 900, n % 100 = 0 from generate_series(1, 30000) n;
create index "Open Items" on "Shop Two"."Order Items" ("Batch") where open;

create view open_orders as select id, customer_id, total, placed_at from orders where shipped_at is null;
create table measures (at date not null, value int) partition by range (at);
create table measures_2026 partition of measures for values from ('2026-01-01') to ('2027-01-01');
insert into measures select date '2026-01-01' + n % 300, n from generate_series(1, 30000) n;
vacuum analyze;
