create table people (id integer primary key, name text not null, born date, home integer);
create foreign data wrapper files options (debug 'true');
create server archive version '1' foreign data wrapper files options (host 'a', port '1');
create user mapping for public server archive options (area 'x');
create foreign table old_people (id integer options (column_name 'nr') not null, name text, born date) server archive options (file 'old.csv', header 'true');
create view everybody as select id, name from people union all select id, name from old_people;
