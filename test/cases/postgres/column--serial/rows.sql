insert into t (note) values ('x');
