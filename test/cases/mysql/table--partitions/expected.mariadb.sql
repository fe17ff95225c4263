-- by itself
ALTER TABLE `added` ADD PARTITION (partition p2022 values less than ('2023-01-01'));
-- by itself
ALTER TABLE `cut` REORGANIZE PARTITION `hi``gh` INTO (partition middle values less than (50), partition high values less than (100));
-- by itself
ALTER TABLE `divided` PARTITION BY hash (id) partitions 3;

-- undo
ALTER TABLE `divided` PARTITION BY HASH (`id`)
PARTITIONS 2;
ALTER TABLE `cut` REORGANIZE PARTITION middle, high INTO (PARTITION `hi``gh` VALUES LESS THAN (100) COMMENT = 'x' ENGINE = InnoDB);
ALTER TABLE `added` PARTITION BY RANGE  COLUMNS(`d`)
(PARTITION `p2020` VALUES LESS THAN ('2021-01-01') ENGINE = InnoDB,
 PARTITION `p2021` VALUES LESS THAN ('2022-01-01') ENGINE = InnoDB);
