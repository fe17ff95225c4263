CREATE USER IF NOT EXISTS case_app;
CREATE USER IF NOT EXISTS case_other@localhost;
-- The servers keep privileges on what is dropped, for the next of its name.
CREATE TABLE orders (id int PRIMARY KEY, note int, state int);
CREATE TABLE totals (id int PRIMARY KEY);
CREATE TABLE items (id int PRIMARY KEY, price int);
GRANT SELECT, INSERT, UPDATE (note) ON orders TO case_app WITH GRANT OPTION;
GRANT SELECT ON orders TO case_other@localhost;
GRANT DELETE ON items TO case_app;
DROP TABLE orders, items;
CREATE TABLE parts (id int PRIMARY KEY, weight int);
GRANT UPDATE (weight), SELECT (weight) ON parts TO case_app;
ALTER TABLE parts DROP COLUMN weight;
CREATE TABLE goods (id int PRIMARY KEY);
GRANT SELECT, UPDATE ON totals TO case_app;
