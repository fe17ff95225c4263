-- by itself
ALTER TABLE `t` DROP PRIMARY KEY;

-- undo
ALTER TABLE `t` ADD PRIMARY KEY (`a`);
