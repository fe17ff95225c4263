-- by itself
ALTER TABLE `t` MODIFY COLUMN `id` bigint NOT NULL, MODIFY COLUMN `code` varchar(20), MODIFY COLUMN `amount` decimal(14,2), ALGORITHM=COPY, LOCK=SHARED;

-- undo
ALTER TABLE `t` MODIFY COLUMN `id` int NOT NULL, MODIFY COLUMN `code` varchar(10), MODIFY COLUMN `amount` decimal(10,2), ALGORITHM=COPY, LOCK=SHARED;
