insert into t values (1, 'abc', 12.50), (2, null, null);
insert into u values (1, 1, 'x');
