-- by itself
ALTER TABLE `c` DROP FOREIGN KEY `c_t_id_fkey`, ALGORITHM=INPLACE, LOCK=NONE;
-- by itself
ALTER TABLE `t` MODIFY COLUMN `id` bigint NOT NULL, MODIFY COLUMN `amount` bigint NOT NULL, ALGORITHM=COPY, LOCK=SHARED;
-- by itself
ALTER TABLE `c` MODIFY COLUMN `t_id` bigint, ALGORITHM=COPY, LOCK=SHARED;
-- by itself
SET SESSION foreign_key_checks = 0;
-- by itself
ALTER TABLE `c` DROP KEY `c_t_id_idx`, ADD KEY `c_t_id_idx` (`t_id`), ADD CONSTRAINT `c_t_id_fkey` FOREIGN KEY (`t_id`) REFERENCES `t` (`id`), ALGORITHM=INPLACE, LOCK=NONE;
-- by itself
SET SESSION foreign_key_checks = 1;
-- by itself
SELECT IF(EXISTS (SELECT c.* FROM `c` c WHERE c.`t_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `t` p WHERE p.`id` = c.`t_id`)), (SELECT 1 UNION ALL SELECT 2), 0) AS orphans;

-- undo
ALTER TABLE `c` DROP FOREIGN KEY `c_t_id_fkey`, ALGORITHM=INPLACE, LOCK=NONE;
ALTER TABLE `c` MODIFY COLUMN `t_id` int, ALGORITHM=COPY, LOCK=SHARED;
ALTER TABLE `t` MODIFY COLUMN `id` int NOT NULL, MODIFY COLUMN `amount` int NOT NULL, ALGORITHM=COPY, LOCK=SHARED;
SET SESSION foreign_key_checks = 0;
ALTER TABLE `c` DROP KEY `c_t_id_idx`, ADD KEY `c_t_id_idx` (`t_id`), ADD CONSTRAINT `c_t_id_fkey` FOREIGN KEY (`t_id`) REFERENCES `t` (`id`), ALGORITHM=INPLACE, LOCK=NONE;
SET SESSION foreign_key_checks = 1;
SELECT IF(EXISTS (SELECT c.* FROM `c` c WHERE c.`t_id` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `t` p WHERE p.`id` = c.`t_id`)), (SELECT 1 UNION ALL SELECT 2), 0) AS orphans;
