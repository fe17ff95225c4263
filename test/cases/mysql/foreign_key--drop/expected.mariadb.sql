-- by itself
ALTER TABLE `c` DROP FOREIGN KEY `c_p_id_fkey`, ALGORITHM=INSTANT, LOCK=NONE;
-- by itself
DROP INDEX `c_p_id_idx` ON `c`;

-- undo
CREATE INDEX `c_p_id_idx` ON `c` (`p_id`) ALGORITHM=NOCOPY LOCK=NONE;
SET SESSION foreign_key_checks = 0;
ALTER TABLE `c` ADD CONSTRAINT `c_p_id_fkey` FOREIGN KEY (`p_id`) REFERENCES `p` (`id`) ON DELETE CASCADE, ALGORITHM=NOCOPY, LOCK=NONE;
SET SESSION foreign_key_checks = 1;
SELECT IF(EXISTS (SELECT c.* FROM `c` c WHERE c.`p_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `p` p WHERE p.`id` = c.`p_id`)), (SELECT 1 UNION ALL SELECT 2), 0) AS orphans;
