-- by itself
ALTER TABLE `t` ADD CONSTRAINT `t_a_less` CHECK (a < b);
-- by itself
ALTER TABLE `t` ADD CONSTRAINT `t_b_in` CHECK (b in (1, 2, 3));

-- undo
ALTER TABLE `t` DROP CONSTRAINT `t_b_in`;
ALTER TABLE `t` DROP CONSTRAINT `t_a_less`;
