-- by itself
CREATE UNIQUE INDEX `t_a_key` ON `t` (`a`);
-- by itself
ALTER TABLE `t` DROP PRIMARY KEY, ADD PRIMARY KEY (`b`);

-- undo
ALTER TABLE `t` DROP PRIMARY KEY, ADD PRIMARY KEY (`a`);
DROP INDEX `t_a_key` ON `t`;
