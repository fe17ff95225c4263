insert into people (email) values ('a@example.org');
