insert into base values (1, 'a');
insert into person values (2, 'b', 'Bob');
insert into cities values ('Lyon', 500000);
insert into capitals values (null, 'Paris', 2000000, 'IDF');
insert into ports values ('Brest', 100000);
