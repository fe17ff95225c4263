insert into goods values (1, 2, 'x', '[1,3)', true);
insert into refs values (1,1);
