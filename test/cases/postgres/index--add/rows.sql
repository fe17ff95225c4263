insert into t values (1, 1, 'x', '{}', '2026-01-01', '[1,2)');
