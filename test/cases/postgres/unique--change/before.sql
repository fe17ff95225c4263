create table t (a integer, b integer, constraint t_key unique (a));
create table u (a integer references t (a));
