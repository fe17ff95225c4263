insert into t values (1, 'Ada', 5), (2, 'Grace', 50);
