INSERT INTO parts VALUES (1, 11), (2, 12);
INSERT INTO uses VALUES (1, 1, 12), (2, 2, NULL);
INSERT INTO colours VALUES ('red', 'warm');
INSERT INTO walls VALUES (1, 'red', 'warm');
