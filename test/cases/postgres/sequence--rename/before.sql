create sequence old_number start 5;
create table t (n bigint not null default nextval('old_number'));
