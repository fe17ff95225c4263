create table clients (id integer primary key, name text, age integer, check (age > 0));
create index clients_name_idx on clients (name);
