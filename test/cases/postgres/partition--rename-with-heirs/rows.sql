insert into events values (1,'2020-03-03','k'),(2,'2021-03-03','l');
insert into parent values (1,'x');
insert into child values (1,'y',3);
