insert into clients values (1, 'Ada'), (2, 'Grace');
insert into orders values (10, 1);
