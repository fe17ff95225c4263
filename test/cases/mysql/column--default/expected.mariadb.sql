-- by itself
ALTER TABLE `t` MODIFY COLUMN `a` int DEFAULT 2, MODIFY COLUMN `b` varchar(10), MODIFY COLUMN `c` datetime DEFAULT current_timestamp, ADD COLUMN `e` varchar(36) DEFAULT (uuid());

-- undo
ALTER TABLE `t` DROP COLUMN `e`, MODIFY COLUMN `a` int DEFAULT 1, MODIFY COLUMN `b` varchar(10) DEFAULT 'x', MODIFY COLUMN `c` datetime;
