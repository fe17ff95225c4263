insert into t select i, 'n' || i, '{a,b}', repeat('x', 100), '2020-01-01', i from generate_series(1, 9) i;
