create table t (a int);
create algorithm = merge sql security invoker view v as select a from t where a > 0;
create view w as select a from t where a > 0 with cascaded check option;
