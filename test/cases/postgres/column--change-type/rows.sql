insert into t values (1, 'abc', 12.50, '2026-01-01 10:00:00'), (2147483647, null, null, null);
