-- by itself
DROP FUNCTION `tax`;
-- by itself
CREATE FUNCTION `tax`(gross decimal(10,2)) RETURNS decimal(10,2)
  DETERMINISTIC
return gross * 0.07;

-- undo
DROP FUNCTION `tax`;
CREATE FUNCTION `tax`(gross decimal(10,2)) RETURNS decimal(10,2)
  DETERMINISTIC
return gross * 0.19;
