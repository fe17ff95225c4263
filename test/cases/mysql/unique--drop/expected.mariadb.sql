-- by itself
DROP INDEX `t_a_key` ON `t`;

-- undo
CREATE UNIQUE INDEX `t_a_key` ON `t` (`a`);
