insert into t (id, a) values (1, 5);
