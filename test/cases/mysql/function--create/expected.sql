-- by itself
CREATE FUNCTION `tax`(gross decimal(10,2)) RETURNS decimal(10,2)
  DETERMINISTIC
return gross * 0.19;
-- by itself
CREATE VIEW `v` AS
select id, tax(a) as tax from t;

-- undo
DROP VIEW `v`;
DROP FUNCTION `tax`;
