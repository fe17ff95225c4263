-- by itself
CREATE INDEX `t_a_b_idx` ON `t` (`a` DESC, `b`) ALGORITHM=INPLACE LOCK=NONE;

-- undo
DROP INDEX `t_a_b_idx` ON `t` ALGORITHM=INPLACE LOCK=NONE;
