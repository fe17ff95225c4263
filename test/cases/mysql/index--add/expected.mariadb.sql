-- by itself
CREATE INDEX `t_a_idx` ON `t` (`a`) ALGORITHM=NOCOPY LOCK=NONE;
-- by itself
CREATE INDEX `t_a_d_idx` ON `t` (`a`, `d`) COMMENT 'Both' ALGORITHM=NOCOPY LOCK=NONE;
-- by itself
CREATE INDEX `t_b_prefix_idx` ON `t` (`b`(10)) ALGORITHM=NOCOPY LOCK=NONE;
-- by itself
CREATE UNIQUE INDEX `t_c_unique_idx` ON `t` (`c`(100)) ALGORITHM=NOCOPY LOCK=NONE;
-- by itself
CREATE FULLTEXT INDEX `t_fulltext_idx` ON `t` (`b`, `c`) ALGORITHM=INPLACE LOCK=SHARED;
-- by itself
CREATE SPATIAL INDEX `t_spatial_idx` ON `t` (`e`) ALGORITHM=NOCOPY LOCK=SHARED;

-- undo
DROP INDEX `t_spatial_idx` ON `t`;
DROP INDEX `t_fulltext_idx` ON `t`;
DROP INDEX `t_c_unique_idx` ON `t`;
DROP INDEX `t_b_prefix_idx` ON `t`;
DROP INDEX `t_a_d_idx` ON `t`;
DROP INDEX `t_a_idx` ON `t`;
