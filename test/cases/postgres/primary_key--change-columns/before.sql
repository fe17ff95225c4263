create table t (a integer not null, b integer not null, primary key (a));
alter table t add constraint t_a_key unique (a);
create table u (a integer references t (a));
