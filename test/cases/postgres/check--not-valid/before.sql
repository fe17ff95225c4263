create table t (a integer, b integer);
alter table t add constraint t_b_positive check (b > 0) not valid;
