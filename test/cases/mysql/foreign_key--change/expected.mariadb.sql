-- by itself
ALTER TABLE `c` DROP FOREIGN KEY `c_p_id_fkey`, ALGORITHM=INSTANT, LOCK=NONE;
-- by itself
ALTER TABLE `c` DROP KEY `c_p_id_idx`, ADD KEY `c_p_id_idx` (`p_id`), ADD CONSTRAINT `c_p_id_fkey` FOREIGN KEY (`p_id`) REFERENCES `p` (`id`) ON DELETE SET NULL, ALGORITHM=COPY, LOCK=SHARED;
-- by itself
ALTER TABLE `c` DROP KEY `c_self_idx`, ADD KEY `c_self_idx` (`self`), ADD CONSTRAINT `c_self_fkey` FOREIGN KEY (`self`) REFERENCES `c` (`id`), ALGORITHM=COPY, LOCK=SHARED;

-- undo
ALTER TABLE `c` DROP FOREIGN KEY `c_self_fkey`, ALGORITHM=INSTANT, LOCK=NONE;
ALTER TABLE `c` DROP FOREIGN KEY `c_p_id_fkey`, ALGORITHM=INSTANT, LOCK=NONE;
ALTER TABLE `c` DROP KEY `c_p_id_idx`, ADD KEY `c_p_id_idx` (`p_id`), ADD CONSTRAINT `c_p_id_fkey` FOREIGN KEY (`p_id`) REFERENCES `p` (`id`) ON DELETE CASCADE, ALGORITHM=COPY, LOCK=SHARED;
