-- by itself
ALTER TABLE `t` DROP KEY `t_key`, ADD UNIQUE KEY `t_key` (`a`, `b`);

-- undo
ALTER TABLE `t` DROP KEY `t_key`, ADD UNIQUE KEY `t_key` (`a`);
