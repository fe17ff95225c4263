insert into kept values (1);
