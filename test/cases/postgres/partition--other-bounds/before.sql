create table logs (id integer not null, at date not null, what text check (what <> ''), primary key (id, at)) partition by range (at);
create table logs_a partition of logs for values from ('2025-01-01') to ('2026-01-01');
create table logs_b partition of logs for values from ('2026-01-01') to ('2027-01-01');
create table logs_c partition of logs for values from ('2027-01-01') to ('2028-01-01');
create table logs_rest partition of logs default;
create index logs_what_idx on logs (what);
create table seen (id integer, at date, foreign key (id, at) references logs);
