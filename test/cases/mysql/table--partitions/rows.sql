insert into added values (1, '2020-05-05'), (2, '2021-05-05');
insert into cut values (5), (50), (500);
insert into divided values (1), (2), (3);
