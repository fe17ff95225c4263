-- by itself
ALTER TABLE `c` DROP FOREIGN KEY `c_p_id_fkey`;
-- by itself
DROP INDEX `c_p_id_idx` ON `c`;

-- undo
CREATE INDEX `c_p_id_idx` ON `c` (`p_id`);
ALTER TABLE `c` ADD CONSTRAINT `c_p_id_fkey` FOREIGN KEY (`p_id`) REFERENCES `p` (`id`) ON DELETE CASCADE;
