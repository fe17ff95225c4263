create table a (id int, t varchar(20)) character set latin1;
create table b (id int) row_format = compressed;
