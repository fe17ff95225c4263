-- by itself
ALTER TABLE `t` DROP CONSTRAINT `t_amount_check`;
-- by itself
DROP INDEX `t_amount_idx` ON `t`;
-- by itself
ALTER TABLE `t` DROP COLUMN `note`, DROP COLUMN `amount`;

-- undo
ALTER TABLE `t` ADD COLUMN `note` varchar(20) NOT NULL DEFAULT 'x' COMMENT 'Free text', ADD COLUMN `amount` decimal(10,2);
CREATE INDEX `t_amount_idx` ON `t` (`amount`);
ALTER TABLE `t` ADD CONSTRAINT `t_amount_check` CHECK (`amount` > 0);
