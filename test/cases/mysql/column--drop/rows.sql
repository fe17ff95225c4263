insert into t values (1, 'a', 5), (2, 'b', 6);
