-- by itself
RENAME TABLE `clients` TO `customers`;
-- by itself
ALTER TABLE `customers` RENAME COLUMN `name` TO `full_name`, ALGORITHM=INSTANT, LOCK=NONE;
-- by itself
ALTER TABLE `customers` MODIFY COLUMN `id` bigint NOT NULL, MODIFY COLUMN `age` int DEFAULT 18, ADD COLUMN `email` text, COMMENT='They buy', ALGORITHM=COPY, LOCK=SHARED;
-- by itself
ALTER TABLE `customers` RENAME INDEX `clients_name_idx` TO `customers_full_name_idx`, ALGORITHM=INSTANT, LOCK=NONE;

-- undo
ALTER TABLE `customers` RENAME INDEX `customers_full_name_idx` TO `clients_name_idx`, ALGORITHM=INSTANT, LOCK=NONE;
ALTER TABLE `customers` DROP COLUMN `email`, MODIFY COLUMN `id` int NOT NULL, MODIFY COLUMN `age` int, COMMENT='', ALGORITHM=COPY, LOCK=SHARED;
ALTER TABLE `customers` RENAME COLUMN `full_name` TO `name`, ALGORITHM=INSTANT, LOCK=NONE;
RENAME TABLE `customers` TO `clients`;
