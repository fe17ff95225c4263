-- by itself
ALTER TABLE `uses` DROP FOREIGN KEY `used`, ALGORITHM=INSTANT, LOCK=NONE;
-- by itself
DROP INDEX `top` ON `tops`;
-- by itself
ALTER TABLE `tops` DROP COLUMN `top`, ADD COLUMN `top` int GENERATED ALWAYS AS (rate + 1) STORED, ADD COLUMN `rate` int, ALGORITHM=COPY, LOCK=SHARED;
-- by itself
CREATE UNIQUE INDEX `top` ON `tops` (`top`) ALGORITHM=NOCOPY LOCK=NONE;
-- by itself
SET SESSION foreign_key_checks = 0;
-- by itself
ALTER TABLE `uses` ADD CONSTRAINT `used` FOREIGN KEY (`top`) REFERENCES `tops` (`top`), ALGORITHM=NOCOPY, LOCK=NONE;
-- by itself
SET SESSION foreign_key_checks = 1;
-- by itself
SELECT IF(EXISTS (SELECT c.* FROM `uses` c WHERE c.`top` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `tops` p WHERE p.`top` = c.`top`)), (SELECT 1 UNION ALL SELECT 2), 0) AS orphans;
-- by itself
DROP INDEX `label` ON `nets`;
-- by itself
ALTER TABLE `nets` DROP COLUMN `price`, DROP COLUMN `net`, DROP COLUMN `label`, ADD COLUMN `net` int GENERATED ALWAYS AS (id - 1) VIRTUAL, ADD COLUMN `label` varchar(20) GENERATED ALWAYS AS (concat('n',`net`)) STORED, ALGORITHM=COPY, LOCK=SHARED;
-- by itself
CREATE UNIQUE INDEX `label` ON `nets` (`label`) ALGORITHM=NOCOPY LOCK=NONE;
-- by itself
DROP INDEX `twice` ON `sums`;
-- by itself
DROP INDEX `total` ON `sums`;
-- by itself
ALTER TABLE `sums` DROP COLUMN `gross`, DROP COLUMN `total`, DROP COLUMN `twice`, ADD COLUMN `gross` int GENERATED ALWAYS AS (`price` + 1) STORED, ADD COLUMN `total` int GENERATED ALWAYS AS (`gross` * 2) STORED, ADD COLUMN `twice` int GENERATED ALWAYS AS (`total` * 2) VIRTUAL, ALGORITHM=COPY, LOCK=SHARED;
-- by itself
CREATE INDEX `twice` ON `sums` (`twice`) ALGORITHM=NOCOPY LOCK=NONE;
-- by itself
CREATE INDEX `total` ON `sums` (`total`) ALGORITHM=NOCOPY LOCK=NONE;

-- undo
DROP INDEX `total` ON `sums`;
DROP INDEX `twice` ON `sums`;
ALTER TABLE `sums` DROP COLUMN `gross`, DROP COLUMN `total`, DROP COLUMN `twice`, ADD COLUMN `gross` int GENERATED ALWAYS AS (`price` + 1) VIRTUAL, ADD COLUMN `total` int GENERATED ALWAYS AS (`gross` * 2) STORED, ADD COLUMN `twice` int GENERATED ALWAYS AS (`total` * 2) VIRTUAL, ALGORITHM=COPY, LOCK=SHARED;
CREATE INDEX `total` ON `sums` (`total`) ALGORITHM=NOCOPY LOCK=NONE;
CREATE INDEX `twice` ON `sums` (`twice`) ALGORITHM=NOCOPY LOCK=NONE;
DROP INDEX `label` ON `nets`;
ALTER TABLE `nets` DROP COLUMN `net`, DROP COLUMN `label`, ADD COLUMN `price` int, ADD COLUMN `net` int GENERATED ALWAYS AS (`price` - 1) VIRTUAL, ADD COLUMN `label` varchar(20) GENERATED ALWAYS AS (concat('n',`net`)) STORED, ALGORITHM=COPY, LOCK=SHARED;
CREATE UNIQUE INDEX `label` ON `nets` (`label`) ALGORITHM=NOCOPY LOCK=NONE;
ALTER TABLE `uses` DROP FOREIGN KEY `used`, ALGORITHM=INSTANT, LOCK=NONE;
DROP INDEX `top` ON `tops`;
ALTER TABLE `tops` DROP COLUMN `rate`, DROP COLUMN `top`, ADD COLUMN `top` int GENERATED ALWAYS AS (`id` + 1) STORED, ALGORITHM=COPY, LOCK=SHARED;
CREATE UNIQUE INDEX `top` ON `tops` (`top`) ALGORITHM=NOCOPY LOCK=NONE;
SET SESSION foreign_key_checks = 0;
ALTER TABLE `uses` ADD CONSTRAINT `used` FOREIGN KEY (`top`) REFERENCES `tops` (`top`), ALGORITHM=NOCOPY, LOCK=NONE;
SET SESSION foreign_key_checks = 1;
SELECT IF(EXISTS (SELECT c.* FROM `uses` c WHERE c.`top` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `tops` p WHERE p.`top` = c.`top`)), (SELECT 1 UNION ALL SELECT 2), 0) AS orphans;
