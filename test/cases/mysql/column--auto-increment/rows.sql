insert into a values (7);
insert into b values (3);
