-- by itself
ALTER TABLE `t` DROP CONSTRAINT `t_a_range`;
-- by itself
ALTER TABLE `t` ADD CONSTRAINT `t_a_range` CHECK (a between 0 and 100);

-- undo
ALTER TABLE `t` DROP CONSTRAINT `t_a_range`;
ALTER TABLE `t` ADD CONSTRAINT `t_a_range` CHECK (`a` > 0);
