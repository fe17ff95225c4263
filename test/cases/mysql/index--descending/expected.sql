-- by itself
CREATE INDEX `t_a_b_idx` ON `t` (`a` DESC, `b`);

-- undo
DROP INDEX `t_a_b_idx` ON `t`;
