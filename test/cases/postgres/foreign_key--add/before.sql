create table p (id integer primary key, a integer, b integer, unique (a, b));
create table c (id integer primary key, p_id integer, a integer, b integer);
