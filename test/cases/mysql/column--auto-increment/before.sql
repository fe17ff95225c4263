create table a (id bigint not null primary key);
create table b (id bigint not null auto_increment primary key);
