INSERT INTO takes_its_own VALUES ('é');
INSERT INTO stays VALUES ('é', '€');
