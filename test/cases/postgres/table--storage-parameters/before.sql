create table a (id integer) with (fillfactor = 70);
create table b (id integer);
