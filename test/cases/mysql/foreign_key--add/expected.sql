-- by itself
CREATE INDEX `c_p_id_idx` ON `c` (`p_id`);
-- by itself
ALTER TABLE `c` ADD CONSTRAINT `c_p_id_fkey` FOREIGN KEY (`p_id`) REFERENCES `p` (`id`) ON DELETE SET NULL ON UPDATE CASCADE;
-- by itself
CREATE INDEX `c_a_b_fkey` ON `c` (`a`, `b`);
-- by itself
ALTER TABLE `c` ADD CONSTRAINT `c_a_b_fkey` FOREIGN KEY (`a`, `b`) REFERENCES `p` (`a`, `b`);

-- undo
ALTER TABLE `c` DROP FOREIGN KEY `c_a_b_fkey`;
DROP INDEX `c_a_b_fkey` ON `c`;
ALTER TABLE `c` DROP FOREIGN KEY `c_p_id_fkey`;
DROP INDEX `c_p_id_idx` ON `c`;
