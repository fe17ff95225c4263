-- by itself
CREATE OR REPLACE FUNCTION `tax`(gross decimal(10,2)) RETURNS decimal(10,2)
  DETERMINISTIC
return gross * 0.07;

-- undo
CREATE OR REPLACE FUNCTION `tax`(gross decimal(10,2)) RETURNS decimal(10,2)
  DETERMINISTIC
return gross * 0.19;
