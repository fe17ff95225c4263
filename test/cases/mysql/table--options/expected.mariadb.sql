-- by itself
ALTER TABLE `a` MODIFY COLUMN `t` varchar(20), DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- by itself
ALTER TABLE `b` ROW_FORMAT=DYNAMIC;

-- undo
ALTER TABLE `b` ROW_FORMAT=COMPRESSED;
ALTER TABLE `a` MODIFY COLUMN `t` varchar(20), COLLATE=latin1_swedish_ci;
