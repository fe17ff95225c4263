-- by itself
ALTER TABLE `t` ADD CONSTRAINT `t_a_positive` CHECK (a > 0) NOT ENFORCED;

-- undo
ALTER TABLE `t` DROP CONSTRAINT `t_a_positive`;
