create table t (id integer primary key, a integer, b text, c jsonb, d timestamptz, e int4range);
