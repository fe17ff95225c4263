-- by itself
ALTER TABLE `t` DROP KEY `t_key`, ADD UNIQUE KEY `t_key` (`a`, `b`), ALGORITHM=INPLACE, LOCK=NONE;

-- undo
ALTER TABLE `t` DROP KEY `t_key`, ADD UNIQUE KEY `t_key` (`a`), ALGORITHM=INPLACE, LOCK=NONE;
