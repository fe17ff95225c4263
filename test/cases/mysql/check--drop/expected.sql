-- by itself
ALTER TABLE `t` DROP CONSTRAINT `t_a_positive`;

-- undo
ALTER TABLE `t` ADD CONSTRAINT `t_a_positive` CHECK (`a` > 0);
