insert into users values ('a@example.org');
