create sequence n start with 10 increment by 2 cache 5 cycle;
create sequence gone start with 7;
create sequence number start with 5;
create table t (id int primary key, n bigint default (nextval(number)));
