create table t (a integer, b integer);
create view v as select a from t;
create view top as select a from v;
comment on view v is 'Before';
