insert into people (email, home, awake, label, during) values ('a@b', '(1,2)', '[1,2)', 'x', '[1,3)'), ('c@d', null, null, null, '[5,9)');
insert into old_s.kept values (1, 'y');
