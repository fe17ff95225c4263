create table people (id integer primary key, name text not null, born date, home integer);
create foreign data wrapper files options (debug 'true');
comment on foreign data wrapper files is 'Files';
create server archive type 'disk' version '1' foreign data wrapper files options (host 'a');
create user mapping for public server archive options (area 'x');
create foreign table old_people (id integer options (column_name 'nr') not null, name text default 'none', constraint old_people_id_check check (id > 0)) server archive options (file 'old.csv');
comment on foreign table old_people is 'Who was here';
create view everybody as select id, name from people union all select id, name from old_people;
