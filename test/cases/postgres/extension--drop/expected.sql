-- in one transaction
DROP EXTENSION citext;

-- undo
CREATE EXTENSION citext;
