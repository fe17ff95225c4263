-- by itself
ALTER TABLE `t` MODIFY COLUMN `b` int INVISIBLE;

-- undo
ALTER TABLE `t` MODIFY COLUMN `b` int;
