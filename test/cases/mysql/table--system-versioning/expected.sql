-- by itself
ALTER TABLE `becomes` ADD SYSTEM VERSIONING, ALGORITHM=COPY, LOCK=SHARED;
-- by itself
SET STATEMENT system_versioning_alter_history = 'KEEP' FOR ALTER TABLE `stays` MODIFY COLUMN `v` varchar(20), ADD COLUMN `w` int;
-- by itself
ALTER TABLE `rented` MODIFY COLUMN `room` int NOT NULL, ADD PERIOD FOR stay (from_day, to_day), ADD PRIMARY KEY (`room`, `stay` WITHOUT OVERLAPS), ALGORITHM=COPY, LOCK=SHARED;

-- undo
ALTER TABLE `rented` DROP PRIMARY KEY, DROP PERIOD FOR stay, MODIFY COLUMN `room` int, ALGORITHM=COPY, LOCK=SHARED;
SET STATEMENT system_versioning_alter_history = 'KEEP' FOR ALTER TABLE `stays` DROP COLUMN `w`, MODIFY COLUMN `v` varchar(10);
SET STATEMENT system_versioning_alter_history = 'KEEP' FOR ALTER TABLE `becomes` DROP SYSTEM VERSIONING;
