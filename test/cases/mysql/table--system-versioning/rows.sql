insert into becomes values (1, 'a');
insert into stays values (1, 'a');
update stays set v = 'b';
insert into rented values (1, '2020-01-01', '2020-02-01', 'x'), (1, '2020-02-01', '2020-03-01', 'y');
