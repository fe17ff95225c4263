insert into base values (1, 'a');
insert into heir values (2, 'b');
insert into grandchild values (3, 'c');
