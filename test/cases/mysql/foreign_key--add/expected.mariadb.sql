-- by itself
CREATE INDEX `c_p_id_idx` ON `c` (`p_id`) ALGORITHM=NOCOPY LOCK=NONE;
-- by itself
SET SESSION foreign_key_checks = 0;
-- by itself
ALTER TABLE `c` ADD CONSTRAINT `c_p_id_fkey` FOREIGN KEY (`p_id`) REFERENCES `p` (`id`) ON DELETE SET NULL ON UPDATE CASCADE, ALGORITHM=NOCOPY, LOCK=NONE;
-- by itself
SET SESSION foreign_key_checks = 1;
-- by itself
SELECT IF(EXISTS (SELECT c.* FROM `c` c WHERE c.`p_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `p` p WHERE p.`id` = c.`p_id`)), (SELECT 1 UNION ALL SELECT 2), 0) AS orphans;
-- by itself
CREATE INDEX `c_a_b_fkey` ON `c` (`a`, `b`) ALGORITHM=NOCOPY LOCK=NONE;
-- by itself
SET SESSION foreign_key_checks = 0;
-- by itself
ALTER TABLE `c` ADD CONSTRAINT `c_a_b_fkey` FOREIGN KEY (`a`, `b`) REFERENCES `p` (`a`, `b`), ALGORITHM=NOCOPY, LOCK=NONE;
-- by itself
SET SESSION foreign_key_checks = 1;
-- by itself
SELECT IF(EXISTS (SELECT c.* FROM `c` c WHERE c.`a` IS NOT NULL AND c.`b` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `p` p WHERE p.`a` = c.`a` AND p.`b` = c.`b`)), (SELECT 1 UNION ALL SELECT 2), 0) AS orphans;

-- undo
ALTER TABLE `c` DROP FOREIGN KEY `c_a_b_fkey`, ALGORITHM=INSTANT, LOCK=NONE;
DROP INDEX `c_a_b_fkey` ON `c`;
ALTER TABLE `c` DROP FOREIGN KEY `c_p_id_fkey`, ALGORITHM=INSTANT, LOCK=NONE;
DROP INDEX `c_p_id_idx` ON `c`;
