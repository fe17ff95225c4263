create sequence n start 7;
create table t (id bigint not null default nextval('n'));
