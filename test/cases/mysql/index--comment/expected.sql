-- by itself
ALTER TABLE `t` DROP KEY `t_a_idx`, ADD KEY `t_a_idx` (`a`) COMMENT 'After', ALGORITHM=INPLACE, LOCK=NONE;
-- by itself
ALTER TABLE `t` DROP KEY `t_b_idx`, ADD KEY `t_b_idx` (`b`) COMMENT 'New', ALGORITHM=INPLACE, LOCK=NONE;

-- undo
ALTER TABLE `t` DROP KEY `t_b_idx`, ADD KEY `t_b_idx` (`b`), ALGORITHM=INPLACE, LOCK=NONE;
ALTER TABLE `t` DROP KEY `t_a_idx`, ADD KEY `t_a_idx` (`a`) COMMENT 'Before', ALGORITHM=INPLACE, LOCK=NONE;
