-- by itself
ALTER TABLE `t` RENAME INDEX `old_key` TO `t_a_key`, ALGORITHM=INSTANT, LOCK=NONE;

-- undo
ALTER TABLE `t` RENAME INDEX `t_a_key` TO `old_key`, ALGORITHM=INSTANT, LOCK=NONE;
