-- by itself
ALTER TABLE `t` MODIFY COLUMN `a` int COMMENT 'After', MODIFY COLUMN `b` int, MODIFY COLUMN `c` int COMMENT 'It''s new';

-- undo
ALTER TABLE `t` MODIFY COLUMN `a` int COMMENT 'Before', MODIFY COLUMN `b` int COMMENT 'Gone', MODIFY COLUMN `c` int;
