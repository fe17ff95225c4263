-- by itself
ALTER TABLE `t` MODIFY COLUMN `c` int FIRST;

-- undo
ALTER TABLE `t` MODIFY COLUMN `c` int AFTER `b`;
