-- by itself
ALTER TABLE `c` DROP FOREIGN KEY `c_t_id_fkey`;
-- by itself
ALTER TABLE `t` MODIFY COLUMN `id` bigint NOT NULL, MODIFY COLUMN `amount` bigint NOT NULL;
-- by itself
ALTER TABLE `c` MODIFY COLUMN `t_id` bigint;
-- by itself
ALTER TABLE `c` ADD CONSTRAINT `c_t_id_fkey` FOREIGN KEY (`t_id`) REFERENCES `t` (`id`);

-- undo
ALTER TABLE `c` DROP FOREIGN KEY `c_t_id_fkey`;
ALTER TABLE `c` MODIFY COLUMN `t_id` int;
ALTER TABLE `t` MODIFY COLUMN `id` int NOT NULL, MODIFY COLUMN `amount` int NOT NULL;
ALTER TABLE `c` ADD CONSTRAINT `c_t_id_fkey` FOREIGN KEY (`t_id`) REFERENCES `t` (`id`);
