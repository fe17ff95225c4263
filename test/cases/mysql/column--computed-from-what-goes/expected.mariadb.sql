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
ALTER TABLE `nets` ADD COLUMN `price` int AFTER `id`, MODIFY COLUMN `net` int GENERATED ALWAYS AS (`price` - 1) VIRTUAL, ALGORITHM=COPY, LOCK=SHARED;
CREATE UNIQUE INDEX `label` ON `nets` (`label`) ALGORITHM=NOCOPY LOCK=NONE;
