-- by itself
DROP VIEW `names`;
-- by itself
ALTER TABLE `t` DROP CHECK `t_amount_positive`, RENAME COLUMN `name` TO `full_name`, RENAME COLUMN `amount` TO `total`, ADD CONSTRAINT `t_amount_positive` CHECK (`total` > 0), ALGORITHM=COPY, LOCK=SHARED;
-- by itself
CREATE VIEW `names` AS
select id, full_name as name from t;

-- undo
DROP VIEW `names`;
ALTER TABLE `t` DROP CHECK `t_amount_positive`, RENAME COLUMN `full_name` TO `name`, RENAME COLUMN `total` TO `amount`, ADD CONSTRAINT `t_amount_positive` CHECK (`amount` > 0), ALGORITHM=COPY, LOCK=SHARED;
CREATE VIEW `names` AS
select `t`.`id` AS `id`,`t`.`name` AS `name` from `t`;
