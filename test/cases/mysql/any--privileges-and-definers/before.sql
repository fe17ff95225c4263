CREATE USER IF NOT EXISTS case_app;
CREATE USER IF NOT EXISTS case_other@localhost;
CREATE ROLE IF NOT EXISTS case_reader;
CREATE TABLE orders (id bigint PRIMARY KEY, status varchar(20), total int);
CREATE TABLE parts (id int PRIMARY KEY);
-- Nobody manages case_other: what it has stays, also where an object is made anew or called otherwise.
CREATE VIEW totals AS SELECT id, total FROM orders;
CREATE FUNCTION vat(x int) RETURNS int DETERMINISTIC RETURN x;
CREATE DEFINER=case_other@localhost PROCEDURE touch() DO 1;
GRANT ALL ON orders TO case_app WITH GRANT OPTION;
GRANT SELECT (id), UPDATE (status) ON orders TO case_other@localhost;
GRANT SELECT ON totals TO case_other@localhost;
GRANT EXECUTE ON FUNCTION vat TO case_other@localhost;
GRANT EXECUTE ON FUNCTION vat TO case_app;
GRANT SELECT ON * TO case_other@localhost;
GRANT EVENT ON * TO case_app;
