create schema billing;
create table billing.invoices (id bigint primary key);
create table public.kept (id bigint primary key);
