create table t (id integer primary key, note text, tags text[], big text, at timestamp(3), n integer);
create index t_note_idx on t (note);
create view v as select id, note from t;
