-- by itself
ALTER TABLE `c` DROP FOREIGN KEY `c_p_id_fkey`;
-- by itself
ALTER TABLE `c` ADD CONSTRAINT `c_p_id_fkey` FOREIGN KEY (`p_id`) REFERENCES `p` (`id`) ON DELETE SET NULL;
-- by itself
ALTER TABLE `c` ADD CONSTRAINT `c_self_fkey` FOREIGN KEY (`self`) REFERENCES `c` (`id`);

-- undo
ALTER TABLE `c` DROP FOREIGN KEY `c_self_fkey`;
ALTER TABLE `c` DROP FOREIGN KEY `c_p_id_fkey`;
ALTER TABLE `c` ADD CONSTRAINT `c_p_id_fkey` FOREIGN KEY (`p_id`) REFERENCES `p` (`id`) ON DELETE CASCADE;
