-- by itself
ALTER TABLE `t` MODIFY COLUMN `state` enum('new','open','done','void') NOT NULL DEFAULT 'open', ALGORITHM=COPY, LOCK=SHARED;

-- undo
ALTER TABLE `t` MODIFY COLUMN `state` enum('new','done') NOT NULL DEFAULT 'new', ALGORITHM=COPY, LOCK=SHARED;
