create table t (a int, b int);
create view v as select a from t;
create view top as select a from v;
