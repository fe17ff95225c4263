insert into events (kind, at) select 'high', '2025-03-01'::date + i from generate_series(1, 6) i;
insert into notes values (1), (6);
