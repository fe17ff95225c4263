-- by itself
ALTER TABLE `t` MODIFY COLUMN `a` varchar(10) NOT NULL, MODIFY COLUMN `b` varchar(10);

-- undo
ALTER TABLE `t` MODIFY COLUMN `a` varchar(10), MODIFY COLUMN `b` varchar(10) NOT NULL;
