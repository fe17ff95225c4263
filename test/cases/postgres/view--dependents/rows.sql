insert into people (id, name, born, home) values (1, 'Ann', '2000-01-01', 7), (2, 'Bob', null, null);
