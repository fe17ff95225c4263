-- by itself
ALTER TABLE `t` ALTER INDEX `t_a_idx` IGNORED;
-- by itself
CREATE INDEX `t_b_idx` ON `t` (`b`) IGNORED;

-- undo
DROP INDEX `t_b_idx` ON `t`;
ALTER TABLE `t` ALTER INDEX `t_a_idx` NOT IGNORED;
