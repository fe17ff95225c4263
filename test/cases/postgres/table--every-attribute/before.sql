create table people (id integer primary key, name text not null, born date, home integer);
create table log (id integer not null, at date not null, note text) with (fillfactor = 90);
create unique index log_id on log (id);
