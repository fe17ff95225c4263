-- by itself
ALTER TABLE `t` MODIFY COLUMN `a` varchar(20) COLLATE utf8mb4_bin, MODIFY COLUMN `b` varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;

-- undo
ALTER TABLE `t` MODIFY COLUMN `a` varchar(20), MODIFY COLUMN `b` varchar(20) CHARACTER SET latin1 COLLATE latin1_bin;
