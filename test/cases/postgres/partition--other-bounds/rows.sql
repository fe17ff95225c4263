insert into logs values (1, '2025-02-01', 'a'), (2, '2026-07-01', 'b'), (4, '2030-02-01', 'd');
insert into seen values (1, '2025-02-01'), (2, '2026-07-01');
