insert into people (id, name, mail) values (1, 'Ann', 'a@b'), (2, 'Bob', 'c@d');
