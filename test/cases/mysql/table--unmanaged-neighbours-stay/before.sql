create table mine (id int primary key);
create table legacy_data (id int primary key, note text);
