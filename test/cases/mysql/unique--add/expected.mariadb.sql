-- by itself
CREATE UNIQUE INDEX `t_a_key` ON `t` (`a`) ALGORITHM=NOCOPY LOCK=NONE;
-- by itself
CREATE UNIQUE INDEX `t_b_a_key` ON `t` (`b`, `a`) ALGORITHM=NOCOPY LOCK=NONE;

-- undo
DROP INDEX `t_b_a_key` ON `t`;
DROP INDEX `t_a_key` ON `t`;
