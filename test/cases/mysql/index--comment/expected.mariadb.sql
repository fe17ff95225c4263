-- by itself
ALTER TABLE `t` DROP KEY `t_a_idx`, ADD KEY `t_a_idx` (`a`) COMMENT 'After', ALGORITHM=INSTANT, LOCK=NONE;
-- by itself
ALTER TABLE `t` DROP KEY `t_b_idx`, ADD KEY `t_b_idx` (`b`) COMMENT 'New', ALGORITHM=INSTANT, LOCK=NONE;

-- undo
ALTER TABLE `t` DROP KEY `t_b_idx`, ADD KEY `t_b_idx` (`b`), ALGORITHM=INSTANT, LOCK=NONE;
ALTER TABLE `t` DROP KEY `t_a_idx`, ADD KEY `t_a_idx` (`a`) COMMENT 'Before', ALGORITHM=INSTANT, LOCK=NONE;
