INSERT INTO names VALUES (1, 'a'); INSERT INTO words VALUES (1, 'a');
