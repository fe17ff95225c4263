-- in one transaction
DROP CAST (integer AS pair);
CREATE CAST (integer AS pair) WITH FUNCTION pair_of(integer) AS ASSIGNMENT;
COMMENT ON CAST (integer AS pair) IS 'Twice';

-- undo
DROP CAST (integer AS pair);
CREATE CAST (integer AS pair) WITH FUNCTION pair_of(integer);
