-- by itself
DROP VIEW `names`;
-- by itself
ALTER TABLE `t` RENAME COLUMN `name` TO `full_name`, RENAME COLUMN `amount` TO `total`, ALGORITHM=INSTANT, LOCK=NONE;
-- by itself
CREATE VIEW `names` AS
select id, full_name as name from t;

-- undo
DROP VIEW `names`;
ALTER TABLE `t` RENAME COLUMN `full_name` TO `name`, RENAME COLUMN `total` TO `amount`, ALGORITHM=INSTANT, LOCK=NONE;
CREATE VIEW `names` AS
select `t`.`id` AS `id`,`t`.`name` AS `name` from `t`;
