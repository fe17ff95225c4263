create table logs (id integer not null, at date not null, who integer) partition by range (at, id);
create table logs_2025 partition of logs for values from ('2025-01-01', minvalue) to ('2026-01-01', minvalue);
create table logs_2026 (id integer not null, at date not null, who integer);
create table kinds (name text) partition by list (name);
create table kinds_a partition of kinds for values in ('a', null);
create table kinds_b (name text);
