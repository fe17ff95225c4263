-- by itself
ALTER TABLE `t` ADD COLUMN `note` text FIRST, ADD COLUMN `created_at` datetime NOT NULL DEFAULT current_timestamp, ADD COLUMN `state` varchar(10) NOT NULL DEFAULT 'new' COMMENT 'Where it is', ADD COLUMN `kind` enum('a','b') DEFAULT 'a', ALGORITHM=INSTANT, LOCK=NONE;

-- undo
ALTER TABLE `t` DROP COLUMN `note`, DROP COLUMN `created_at`, DROP COLUMN `state`, DROP COLUMN `kind`, ALGORITHM=INSTANT, LOCK=NONE;
