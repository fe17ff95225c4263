-- by itself
CREATE UNIQUE INDEX `t_a_key` ON `t` (`a`);
-- by itself
CREATE UNIQUE INDEX `t_b_a_key` ON `t` (`b`, `a`);

-- undo
DROP INDEX `t_b_a_key` ON `t`;
DROP INDEX `t_a_key` ON `t`;
