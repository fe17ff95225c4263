insert into people(id, feels, felt, at) values (1, 'glad', '{sad}', '(1,a)');
