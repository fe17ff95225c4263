-- by itself
ALTER TABLE `t` MODIFY COLUMN `at` timestamp NULL DEFAULT current_timestamp ON UPDATE current_timestamp;

-- undo
ALTER TABLE `t` MODIFY COLUMN `at` timestamp NULL;
