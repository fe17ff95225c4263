INSERT INTO counts VALUES (1, 10), (2, 20);
