create table clients (id int primary key, name varchar(50), age int, constraint clients_age_check check (age > 0), key clients_name_idx (name));
