-- by itself
ALTER TABLE `t` ALTER INDEX `t_a_idx` INVISIBLE;
-- by itself
CREATE INDEX `t_b_idx` ON `t` (`b`) INVISIBLE;

-- undo
DROP INDEX `t_b_idx` ON `t`;
ALTER TABLE `t` ALTER INDEX `t_a_idx` VISIBLE;
