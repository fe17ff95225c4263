insert into notes values (1, 'a'), (2, null), (3, 'c');
insert into pages values (1, 1), (1, 2);
