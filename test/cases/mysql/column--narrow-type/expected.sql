-- by itself
ALTER TABLE `t` MODIFY COLUMN `code` varchar(5);

-- undo
ALTER TABLE `t` MODIFY COLUMN `code` varchar(50);
