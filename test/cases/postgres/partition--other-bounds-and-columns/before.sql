create type level as enum ('low', 'high');
create table logs (id integer not null, at date not null, what text default 'x', level level, size integer) partition by range (at);
create table logs_a partition of logs for values from ('2025-01-01') to ('2026-01-01');
create table logs_b partition of logs for values from ('2026-01-01') to ('2027-01-01');
