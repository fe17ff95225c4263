INSERT INTO notes (id, body) VALUES (1, 'HEY'), (2, NULL);
