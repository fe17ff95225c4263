-- by itself
DROP PROCEDURE `greet`;
-- by itself
ALTER TABLE `takes_its_own` MODIFY COLUMN `a` varchar(10), DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin, ALGORITHM=COPY, LOCK=SHARED;
-- by itself
DROP TRIGGER `upper`;
-- by itself
CREATE TABLE `new` (
  `a` varchar(10)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- by itself
DROP EVENT `tidy`;
-- by itself
ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- by itself
CREATE PROCEDURE `greet`(INOUT name char(9))
SET name = concat('Hi ', name);
-- by itself
CREATE TRIGGER `upper` BEFORE INSERT ON `takes_its_own` FOR EACH ROW SET NEW.a = upper(NEW.a);
-- by itself
CREATE EVENT `tidy` ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 03:00:00' ON COMPLETION NOT PRESERVE ENABLE DO DELETE FROM stays;

-- undo
DROP EVENT `tidy`;
DROP TRIGGER `upper`;
DROP PROCEDURE `greet`;
ALTER DATABASE CHARACTER SET latin1 COLLATE latin1_bin;
CREATE EVENT `tidy` ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 03:00:00' ON COMPLETION NOT PRESERVE ENABLE DO DELETE FROM stays;
DROP TABLE `new`;
CREATE TRIGGER `upper` BEFORE INSERT ON `takes_its_own` FOR EACH ROW SET NEW.a = upper(NEW.a);
ALTER TABLE `takes_its_own` MODIFY COLUMN `a` varchar(10), DEFAULT CHARSET=latin1 COLLATE=latin1_bin, ALGORITHM=COPY, LOCK=SHARED;
CREATE PROCEDURE `greet`(INOUT name char(9))
SET name = concat('Hi ', name);
