insert into clients values (1, 'Ada', 36);
