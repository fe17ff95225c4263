insert into logs values (1, '2025-02-03', 'a', 'low', 10), (2, '2026-02-09', 'b', 'high', 20), (3, '2026-08-09', null, null, 30);
