create table a (id int) comment 'Before';
create table b (id int) comment 'Gone';
create table c (id int);
