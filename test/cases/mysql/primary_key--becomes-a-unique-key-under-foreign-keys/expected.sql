-- by itself
ALTER TABLE `walls` DROP FOREIGN KEY `by_name`, ALGORITHM=INPLACE, LOCK=NONE;
-- by itself
ALTER TABLE `colours` DROP PRIMARY KEY, MODIFY COLUMN `name` char(20) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL, ADD PRIMARY KEY (`tone`, `name`), ALGORITHM=COPY, LOCK=SHARED;
-- by itself
ALTER TABLE `walls` DROP FOREIGN KEY `by_tone`, ALGORITHM=INPLACE, LOCK=NONE;
-- by itself
ALTER TABLE `walls` DROP KEY `by_name`, DROP KEY `by_tone`, MODIFY COLUMN `name` char(20) CHARACTER SET ascii COLLATE ascii_general_ci, ADD KEY `by_name` (`tone`, `name`), ALGORITHM=COPY, LOCK=SHARED;
-- by itself
SET SESSION foreign_key_checks = 0;
-- by itself
ALTER TABLE `walls` ADD CONSTRAINT `by_name` FOREIGN KEY (`tone`, `name`) REFERENCES `colours` (`tone`, `name`), ALGORITHM=INPLACE, LOCK=NONE;
-- by itself
SET SESSION foreign_key_checks = 1;
-- by itself
SELECT IF(EXISTS (SELECT c.* FROM `walls` c WHERE c.`tone` IS NOT NULL AND c.`name` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `colours` p WHERE p.`tone` = c.`tone` AND p.`name` = c.`name`)), (SELECT 1 UNION ALL SELECT 2), 0) AS orphans;
-- by itself
DROP INDEX `tone` ON `colours` ALGORITHM=INPLACE LOCK=NONE;
-- by itself
ALTER TABLE `uses` DROP FOREIGN KEY `used_serial`, ALGORITHM=INPLACE, LOCK=NONE;
-- by itself
ALTER TABLE `uses` DROP FOREIGN KEY `used_part`, ALGORITHM=INPLACE, LOCK=NONE;
-- by itself
ALTER TABLE `parts` DROP PRIMARY KEY, MODIFY COLUMN `id` int NOT NULL, MODIFY COLUMN `serial` int NOT NULL AUTO_INCREMENT, ADD PRIMARY KEY (`serial`), ADD UNIQUE KEY `id` (`id`), ALGORITHM=COPY, LOCK=SHARED;
-- by itself
DROP INDEX `serial` ON `parts` ALGORITHM=INPLACE LOCK=NONE;
-- by itself
SET SESSION foreign_key_checks = 0;
-- by itself
ALTER TABLE `uses` ADD CONSTRAINT `used_serial` FOREIGN KEY (`serial`) REFERENCES `parts` (`serial`), ALGORITHM=INPLACE, LOCK=NONE;
-- by itself
SET SESSION foreign_key_checks = 1;
-- by itself
SELECT IF(EXISTS (SELECT c.* FROM `uses` c WHERE c.`serial` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `parts` p WHERE p.`serial` = c.`serial`)), (SELECT 1 UNION ALL SELECT 2), 0) AS orphans;
-- by itself
SET SESSION foreign_key_checks = 0;
-- by itself
ALTER TABLE `uses` ADD CONSTRAINT `used_part` FOREIGN KEY (`part`) REFERENCES `parts` (`id`), ALGORITHM=INPLACE, LOCK=NONE;
-- by itself
SET SESSION foreign_key_checks = 1;
-- by itself
SELECT IF(EXISTS (SELECT c.* FROM `uses` c WHERE c.`part` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `parts` p WHERE p.`id` = c.`part`)), (SELECT 1 UNION ALL SELECT 2), 0) AS orphans;

-- undo
ALTER TABLE `uses` DROP FOREIGN KEY `used_part`, ALGORITHM=INPLACE, LOCK=NONE;
ALTER TABLE `uses` DROP FOREIGN KEY `used_serial`, ALGORITHM=INPLACE, LOCK=NONE;
CREATE UNIQUE INDEX `serial` ON `parts` (`serial`) ALGORITHM=INPLACE LOCK=NONE;
ALTER TABLE `parts` DROP KEY `id`, DROP PRIMARY KEY, MODIFY COLUMN `id` int NOT NULL AUTO_INCREMENT, MODIFY COLUMN `serial` int NOT NULL, ADD PRIMARY KEY (`id`), ALGORITHM=COPY, LOCK=SHARED;
SET SESSION foreign_key_checks = 0;
ALTER TABLE `uses` ADD CONSTRAINT `used_part` FOREIGN KEY (`part`) REFERENCES `parts` (`id`), ALGORITHM=INPLACE, LOCK=NONE;
SET SESSION foreign_key_checks = 1;
SELECT IF(EXISTS (SELECT c.* FROM `uses` c WHERE c.`part` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `parts` p WHERE p.`id` = c.`part`)), (SELECT 1 UNION ALL SELECT 2), 0) AS orphans;
SET SESSION foreign_key_checks = 0;
ALTER TABLE `uses` ADD CONSTRAINT `used_serial` FOREIGN KEY (`serial`) REFERENCES `parts` (`serial`), ALGORITHM=INPLACE, LOCK=NONE;
SET SESSION foreign_key_checks = 1;
SELECT IF(EXISTS (SELECT c.* FROM `uses` c WHERE c.`serial` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `parts` p WHERE p.`serial` = c.`serial`)), (SELECT 1 UNION ALL SELECT 2), 0) AS orphans;
CREATE UNIQUE INDEX `tone` ON `colours` (`tone`) ALGORITHM=INPLACE LOCK=NONE;
ALTER TABLE `walls` DROP FOREIGN KEY `by_name`, ALGORITHM=INPLACE, LOCK=NONE;
ALTER TABLE `walls` DROP KEY `by_name`, MODIFY COLUMN `name` varchar(20), ADD KEY `by_name` (`name`), ADD KEY `by_tone` (`tone`), ALGORITHM=COPY, LOCK=SHARED;
SET SESSION foreign_key_checks = 0;
ALTER TABLE `walls` ADD CONSTRAINT `by_tone` FOREIGN KEY (`tone`) REFERENCES `colours` (`tone`), ALGORITHM=INPLACE, LOCK=NONE;
SET SESSION foreign_key_checks = 1;
SELECT IF(EXISTS (SELECT c.* FROM `walls` c WHERE c.`tone` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `colours` p WHERE p.`tone` = c.`tone`)), (SELECT 1 UNION ALL SELECT 2), 0) AS orphans;
ALTER TABLE `colours` DROP PRIMARY KEY, MODIFY COLUMN `name` varchar(20) NOT NULL, ADD PRIMARY KEY (`name`), ALGORITHM=COPY, LOCK=SHARED;
SET SESSION foreign_key_checks = 0;
ALTER TABLE `walls` ADD CONSTRAINT `by_name` FOREIGN KEY (`name`) REFERENCES `colours` (`name`), ALGORITHM=INPLACE, LOCK=NONE;
SET SESSION foreign_key_checks = 1;
SELECT IF(EXISTS (SELECT c.* FROM `walls` c WHERE c.`name` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `colours` p WHERE p.`name` = c.`name`)), (SELECT 1 UNION ALL SELECT 2), 0) AS orphans;
