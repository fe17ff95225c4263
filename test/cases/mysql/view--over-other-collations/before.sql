CREATE TABLE names (id int PRIMARY KEY, name varchar(20) CHARACTER SET latin1);
CREATE TABLE words (id int PRIMARY KEY, word varchar(20) CHARACTER SET latin1);
-- This text would be refused over the columns that the manifest asks for.
CREATE VIEW named AS SELECT names.id FROM names JOIN words ON name = word COLLATE latin1_bin;
-- This one is good over either.
CREATE VIEW counted AS SELECT count(*) AS n FROM names;
