-- by itself
CREATE INDEX `t_expr_idx` ON `t` ((lower(b)), `a`) ALGORITHM=INPLACE LOCK=SHARED;

-- undo
DROP INDEX `t_expr_idx` ON `t` ALGORITHM=INPLACE LOCK=NONE;
