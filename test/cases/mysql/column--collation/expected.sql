-- by itself
ALTER TABLE `t` DROP CHECK `t_b_check`, MODIFY COLUMN `a` varchar(20) COLLATE utf8mb4_bin, MODIFY COLUMN `b` varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci, ADD CONSTRAINT `t_b_check` CHECK (`b` <> 'é'), ALGORITHM=COPY, LOCK=SHARED;

-- undo
ALTER TABLE `t` DROP CHECK `t_b_check`, MODIFY COLUMN `a` varchar(20), MODIFY COLUMN `b` varchar(20) CHARACTER SET latin1 COLLATE latin1_bin, ADD CONSTRAINT `t_b_check` CHECK (`b` <> 'é'), ALGORITHM=COPY, LOCK=SHARED;
