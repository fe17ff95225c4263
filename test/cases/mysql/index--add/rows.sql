insert into t values (1, 1, 'x', 'some words', '2026-01-01', ST_GeomFromText('POINT(1 1)'));
