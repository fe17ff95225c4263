-- by itself
ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- by itself
ALTER TABLE `takes_its_own` MODIFY COLUMN `a` varchar(10), DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin, ALGORITHM=COPY, LOCK=SHARED;
-- by itself
CREATE TABLE `new` (
  `a` varchar(10)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- undo
DROP TABLE `new`;
ALTER TABLE `takes_its_own` MODIFY COLUMN `a` varchar(10), DEFAULT CHARSET=latin1 COLLATE=latin1_bin, ALGORITHM=COPY, LOCK=SHARED;
ALTER DATABASE CHARACTER SET latin1 COLLATE latin1_bin;
