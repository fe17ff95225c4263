create table clients (id integer primary key, name text not null unique);
create table orders (id integer primary key, client_id integer references clients (id));
create view client_names as select name from clients;
