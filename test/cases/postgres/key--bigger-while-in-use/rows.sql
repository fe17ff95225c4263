insert into users (name) values ('a'), ('b');
update users set boss = 5;
insert into orders (tenant, user_id, by_id) values (1, 5, 6), (2, 6, null);
insert into lines values (1, 1, 'x'), (2, 2, 'y');
