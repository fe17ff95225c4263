create table t (id serial primary key, note text);
