-- by itself
ALTER TABLE `t` MODIFY COLUMN `state` enum('new','open','done','void') NOT NULL DEFAULT 'open';

-- undo
ALTER TABLE `t` MODIFY COLUMN `state` enum('new','done') NOT NULL DEFAULT 'new';
