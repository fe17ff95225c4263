-- by itself
ALTER TABLE `t` DROP KEY `t_idx`, ADD KEY `t_idx` (`a`, `b`);

-- undo
ALTER TABLE `t` DROP KEY `t_idx`, ADD KEY `t_idx` (`a`);
