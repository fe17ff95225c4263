insert into t (id, amount) values (1, 5), (2, 5000);
insert into c values (1);
