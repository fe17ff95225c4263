-- by itself
ALTER TABLE `t` MODIFY COLUMN `at` timestamp NULL DEFAULT current_timestamp ON UPDATE current_timestamp, ALGORITHM=INSTANT, LOCK=NONE;

-- undo
ALTER TABLE `t` MODIFY COLUMN `at` timestamp NULL, ALGORITHM=INSTANT, LOCK=NONE;
