-- by itself
DROP INDEX `t_a_idx` ON `t`;
-- by itself
DROP INDEX `t_b_idx` ON `t`;

-- undo
CREATE INDEX `t_b_idx` ON `t` (`b`(5)) COMMENT 'Gone soon';
CREATE UNIQUE INDEX `t_a_idx` ON `t` (`a`);
