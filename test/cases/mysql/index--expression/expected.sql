-- by itself
CREATE INDEX `t_expr_idx` ON `t` ((lower(b)), `a`);

-- undo
DROP INDEX `t_expr_idx` ON `t`;
