-- by itself
ALTER TABLE `t` RENAME INDEX `old_idx` TO `t_a_idx`, ALGORITHM=INSTANT, LOCK=NONE;

-- undo
ALTER TABLE `t` RENAME INDEX `t_a_idx` TO `old_idx`, ALGORITHM=INSTANT, LOCK=NONE;
