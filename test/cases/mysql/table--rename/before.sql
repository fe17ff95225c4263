create table clients (id int primary key, name varchar(50) not null, unique key clients_name_key (name));
create table orders (id int primary key, client_id int, key orders_client_id_idx (client_id), constraint orders_client_id_fkey foreign key (client_id) references clients (id));
create view client_names as select name from clients;
