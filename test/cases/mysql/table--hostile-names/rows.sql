insert into `select` values (1, 'x', 'y');
