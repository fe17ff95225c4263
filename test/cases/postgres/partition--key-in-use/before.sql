create table logs (id integer not null, at date not null, who integer, what text) partition by range (at);
create table logs_2025 partition of logs for values from ('2025-01-01') to ('2026-01-01');
create table logs_2026 partition of logs for values from ('2026-01-01') to ('2027-01-01') partition by list (id);
create table logs_2026_a partition of logs_2026 for values in (1, 2);
create table logs_2026_b partition of logs_2026 default;
