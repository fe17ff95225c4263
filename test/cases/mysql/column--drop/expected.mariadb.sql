-- by itself
ALTER TABLE `t` DROP CONSTRAINT `t_amount_check`, ALGORITHM=INSTANT, LOCK=NONE;
-- by itself
DROP INDEX `t_amount_idx` ON `t`;
-- by itself
ALTER TABLE `t` DROP COLUMN `note`, DROP COLUMN `amount`, ALGORITHM=INSTANT, LOCK=NONE;

-- undo
ALTER TABLE `t` ADD COLUMN `note` varchar(20) NOT NULL DEFAULT 'x' COMMENT 'Free text', ADD COLUMN `amount` decimal(10,2), ALGORITHM=INSTANT, LOCK=NONE;
CREATE INDEX `t_amount_idx` ON `t` (`amount`) ALGORITHM=NOCOPY LOCK=NONE;
ALTER TABLE `t` ADD CONSTRAINT `t_amount_check` CHECK (`amount` > 0), ALGORITHM=COPY, LOCK=SHARED;
