-- by itself
RENAME TABLE `goods` TO `items`;
-- by itself
REVOKE DELETE ON TABLE `items` FROM `case_app`@`%`;
-- by itself
CREATE TABLE `orders` (
  `id` int NOT NULL,
  `note` int,
  PRIMARY KEY (`id`)
);
-- by itself
REVOKE GRANT OPTION ON TABLE `orders` FROM `case_app`@`%`;
-- by itself
REVOKE INSERT, UPDATE (`note`) ON TABLE `orders` FROM `case_app`@`%`;
-- by itself
ALTER TABLE `parts` ADD COLUMN `weight` int, ALGORITHM=INSTANT, LOCK=NONE;
-- by itself
REVOKE UPDATE (`weight`) ON TABLE `parts` FROM `case_app`@`%`;
-- by itself
DROP TABLE `totals`;
-- by itself
CREATE VIEW `totals` AS
SELECT id FROM orders;
-- by itself
REVOKE UPDATE ON TABLE `totals` FROM `case_app`@`%`;

-- undo
GRANT UPDATE ON TABLE `totals` TO `case_app`@`%`;
DROP VIEW `totals`;
CREATE TABLE `totals` (
  `id` int NOT NULL,
  PRIMARY KEY (`id`)
);
GRANT SELECT, UPDATE ON TABLE `totals` TO `case_app`@`%`;
GRANT UPDATE (`weight`) ON TABLE `parts` TO `case_app`@`%`;
ALTER TABLE `parts` DROP COLUMN `weight`, ALGORITHM=INSTANT, LOCK=NONE;
GRANT INSERT, UPDATE (`note`) ON TABLE `orders` TO `case_app`@`%` WITH GRANT OPTION;
DROP TABLE `orders`;
GRANT DELETE ON TABLE `items` TO `case_app`@`%`;
RENAME TABLE `items` TO `goods`;
