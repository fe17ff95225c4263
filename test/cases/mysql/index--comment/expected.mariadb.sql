-- by itself
ALTER TABLE `t` DROP KEY `t_a_idx`, ADD KEY `t_a_idx` (`a`) COMMENT 'After', ALGORITHM=NOCOPY, LOCK=NONE;
-- by itself
ALTER TABLE `t` DROP KEY `t_b_idx`, ADD KEY `t_b_idx` (`b`) COMMENT 'New', ALGORITHM=NOCOPY, LOCK=NONE;

-- undo
ALTER TABLE `t` DROP KEY `t_b_idx`, ADD KEY `t_b_idx` (`b`), ALGORITHM=NOCOPY, LOCK=NONE;
ALTER TABLE `t` DROP KEY `t_a_idx`, ADD KEY `t_a_idx` (`a`) COMMENT 'Before', ALGORITHM=NOCOPY, LOCK=NONE;
