-- by itself
ALTER TABLE `t` DROP KEY `t_idx`, ADD KEY `t_idx` (`a`, `b`), ALGORITHM=NOCOPY, LOCK=NONE;

-- undo
ALTER TABLE `t` DROP KEY `t_idx`, ADD KEY `t_idx` (`a`), ALGORITHM=NOCOPY, LOCK=NONE;
