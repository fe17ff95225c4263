-- by itself
ALTER TABLE `mine` ADD COLUMN `note` text;

-- undo
ALTER TABLE `mine` DROP COLUMN `note`;
