-- by itself
DROP VIEW `v`;
-- by itself
DROP FUNCTION `tax`;
-- by itself
CREATE FUNCTION `tax`(gross decimal(10,2), rate decimal(4,3)) RETURNS decimal(10,2)
  DETERMINISTIC
return gross * rate;
-- by itself
CREATE VIEW `v` AS
select id, tax(a, 0.07) as tax from t;

-- undo
DROP VIEW `v`;
DROP FUNCTION `tax`;
CREATE FUNCTION `tax`(gross decimal(10,2)) RETURNS decimal(10,2)
  DETERMINISTIC
return gross * 0.19;
CREATE VIEW `v` AS
select `t`.`id` AS `id`,`tax`(`t`.`a`) AS `tax` from `t`;
