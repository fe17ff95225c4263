insert into t values (1, 'abc', 12.50, 1), (2147483647, null, null, 0);
