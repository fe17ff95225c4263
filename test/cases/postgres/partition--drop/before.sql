create table people (id integer primary key, name text not null, born date, home integer);
create table logs (id integer not null, at date not null, what text, primary key (id, at)) partition by range (at);
create table logs_2025 partition of logs for values from ('2025-01-01') to ('2026-01-01');
create table logs_rest partition of logs default;
create index logs_what_idx on logs (what);
