-- by itself
DROP FUNCTION `tax`;

-- undo
CREATE FUNCTION `tax`(gross decimal(10,2)) RETURNS decimal(10,2)
  DETERMINISTIC
return gross * 0.19;
