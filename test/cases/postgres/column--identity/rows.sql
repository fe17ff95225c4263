insert into a values (7);
insert into b overriding system value values (3);
