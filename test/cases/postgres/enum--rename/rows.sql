insert into people values ('sad');
