-- by itself
CREATE INDEX `t_a_idx` ON `t` (`a`);
-- by itself
CREATE INDEX `t_a_d_idx` ON `t` (`a`, `d`) COMMENT 'Both';
-- by itself
CREATE INDEX `t_b_prefix_idx` ON `t` (`b`(10));
-- by itself
CREATE UNIQUE INDEX `t_c_unique_idx` ON `t` (`c`(100));
-- by itself
CREATE FULLTEXT INDEX `t_fulltext_idx` ON `t` (`b`, `c`);
-- by itself
CREATE SPATIAL INDEX `t_spatial_idx` ON `t` (`e`);

-- undo
DROP INDEX `t_spatial_idx` ON `t`;
DROP INDEX `t_fulltext_idx` ON `t`;
DROP INDEX `t_c_unique_idx` ON `t`;
DROP INDEX `t_b_prefix_idx` ON `t`;
DROP INDEX `t_a_d_idx` ON `t`;
DROP INDEX `t_a_idx` ON `t`;
