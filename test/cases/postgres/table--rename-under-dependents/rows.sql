insert into clients values (1, 20);
