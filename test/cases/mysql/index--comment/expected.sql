-- by itself
ALTER TABLE `t` DROP KEY `t_a_idx`, ADD KEY `t_a_idx` (`a`) COMMENT 'After';
-- by itself
ALTER TABLE `t` DROP KEY `t_b_idx`, ADD KEY `t_b_idx` (`b`) COMMENT 'New';

-- undo
ALTER TABLE `t` DROP KEY `t_b_idx`, ADD KEY `t_b_idx` (`b`);
ALTER TABLE `t` DROP KEY `t_a_idx`, ADD KEY `t_a_idx` (`a`) COMMENT 'Before';
