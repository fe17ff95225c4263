create table mine (id integer primary key);
create table legacy_data (id integer primary key, note text);
