-- by itself
ALTER TABLE `c` DROP FOREIGN KEY `c_p_id_fkey`, ALGORITHM=INPLACE, LOCK=NONE;
-- by itself
SET SESSION foreign_key_checks = 0;
-- by itself
ALTER TABLE `c` DROP KEY `c_p_id_idx`, ADD KEY `c_p_id_idx` (`p_id`), ADD CONSTRAINT `c_p_id_fkey` FOREIGN KEY (`p_id`) REFERENCES `p` (`id`) ON DELETE SET NULL, ALGORITHM=INPLACE, LOCK=NONE;
-- by itself
SET SESSION foreign_key_checks = 1;
-- by itself
SELECT IF(EXISTS (SELECT c.* FROM `c` c WHERE c.`p_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `p` p WHERE p.`id` = c.`p_id`)), (SELECT 1 UNION ALL SELECT 2), 0) AS orphans;
-- by itself
SET SESSION foreign_key_checks = 0;
-- by itself
ALTER TABLE `c` DROP KEY `c_self_idx`, ADD KEY `c_self_idx` (`self`), ADD CONSTRAINT `c_self_fkey` FOREIGN KEY (`self`) REFERENCES `c` (`id`), ALGORITHM=INPLACE, LOCK=NONE;
-- by itself
SET SESSION foreign_key_checks = 1;
-- by itself
SELECT IF(EXISTS (SELECT c.* FROM `c` c WHERE c.`self` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `c` p WHERE p.`id` = c.`self`)), (SELECT 1 UNION ALL SELECT 2), 0) AS orphans;

-- undo
ALTER TABLE `c` DROP FOREIGN KEY `c_self_fkey`, ALGORITHM=INPLACE, LOCK=NONE;
ALTER TABLE `c` DROP FOREIGN KEY `c_p_id_fkey`, ALGORITHM=INPLACE, LOCK=NONE;
SET SESSION foreign_key_checks = 0;
ALTER TABLE `c` DROP KEY `c_p_id_idx`, ADD KEY `c_p_id_idx` (`p_id`), ADD CONSTRAINT `c_p_id_fkey` FOREIGN KEY (`p_id`) REFERENCES `p` (`id`) ON DELETE CASCADE, ALGORITHM=INPLACE, LOCK=NONE;
SET SESSION foreign_key_checks = 1;
SELECT IF(EXISTS (SELECT c.* FROM `c` c WHERE c.`p_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `p` p WHERE p.`id` = c.`p_id`)), (SELECT 1 UNION ALL SELECT 2), 0) AS orphans;
