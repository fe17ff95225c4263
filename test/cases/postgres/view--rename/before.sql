create table t (a integer);
create view old_view as select a from t;
create view top as select a from old_view;
