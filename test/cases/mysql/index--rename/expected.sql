-- by itself
ALTER TABLE `t` RENAME INDEX `old_idx` TO `t_a_idx`;

-- undo
ALTER TABLE `t` RENAME INDEX `t_a_idx` TO `old_idx`;
