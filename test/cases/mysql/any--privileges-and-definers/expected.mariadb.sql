-- by itself
REVOKE EVENT ON * FROM `case_app`@`%`;
-- by itself
GRANT SELECT, CREATE TEMPORARY TABLES ON * TO `case_app`@`%`;
-- by itself
REVOKE EXECUTE ON FUNCTION `vat` FROM `case_app`@`%`;
-- by itself
CREATE OR REPLACE FUNCTION `vat`(x int) RETURNS int(11)
  DETERMINISTIC
RETURN x + 1;
-- by itself
CREATE OR REPLACE DEFINER=`case_other`@`localhost` PROCEDURE `touch`()
DO 1;
-- by itself
GRANT ALL ON PROCEDURE `touch` TO `case_app`@`%`;
-- by itself
RENAME TABLE `parts` TO `items`;
-- by itself
ALTER TABLE `items` MODIFY COLUMN `id` int NOT NULL AUTO_INCREMENT, AUTO_INCREMENT=100, ALGORITHM=COPY, LOCK=SHARED;
-- by itself
GRANT ALL ON TABLE `items` TO `case_app`@`%` WITH GRANT OPTION;
-- by itself
REVOKE GRANT OPTION ON TABLE `orders` FROM `case_app`@`%`;
-- by itself
REVOKE UPDATE, DELETE, CREATE, DROP, REFERENCES, INDEX, ALTER, CREATE VIEW, SHOW VIEW, TRIGGER, DELETE HISTORY ON TABLE `orders` FROM `case_app`@`%`;
-- by itself
ALTER TABLE `orders` RENAME COLUMN `status` TO `state`, ALGORITHM=INSTANT, LOCK=NONE;
-- by itself
ALTER TABLE `orders` MODIFY COLUMN `total` bigint, ALGORITHM=COPY, LOCK=SHARED;
-- by itself
GRANT UPDATE (`state`, `total`) ON TABLE `orders` TO `case_app`@`%`;
-- by itself
GRANT SELECT ON TABLE `totals` TO `case_app`@`%`;

-- undo
REVOKE SELECT ON TABLE `totals` FROM `case_app`@`%`;
REVOKE UPDATE (`state`, `total`) ON TABLE `orders` FROM `case_app`@`%`;
ALTER TABLE `orders` MODIFY COLUMN `total` int, ALGORITHM=COPY, LOCK=SHARED;
ALTER TABLE `orders` RENAME COLUMN `state` TO `status`, ALGORITHM=INSTANT, LOCK=NONE;
GRANT UPDATE, DELETE, CREATE, DROP, REFERENCES, INDEX, ALTER, CREATE VIEW, SHOW VIEW, TRIGGER, DELETE HISTORY ON TABLE `orders` TO `case_app`@`%` WITH GRANT OPTION;
REVOKE GRANT OPTION ON TABLE `items` FROM `case_app`@`%`;
REVOKE ALL ON TABLE `items` FROM `case_app`@`%`;
ALTER TABLE `items` MODIFY COLUMN `id` int NOT NULL, AUTO_INCREMENT=1, ALGORITHM=INSTANT, LOCK=NONE;
RENAME TABLE `items` TO `parts`;
REVOKE ALL ON PROCEDURE `touch` FROM `case_app`@`%`;
SET SESSION sql_mode = 'IGNORE_SPACE,STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_CREATE_USER,NO_ENGINE_SUBSTITUTION', time_zone = DEFAULT, collation_connection = 'utf8mb4_unicode_ci';
CREATE OR REPLACE DEFINER=`case_other`@`localhost` PROCEDURE `touch`()
DO 1;
SET SESSION sql_mode = DEFAULT, time_zone = DEFAULT;
SET NAMES utf8mb4;
SET SESSION sql_mode = 'IGNORE_SPACE,STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_CREATE_USER,NO_ENGINE_SUBSTITUTION', time_zone = DEFAULT, collation_connection = 'utf8mb4_unicode_ci';
CREATE OR REPLACE FUNCTION `vat`(x int) RETURNS int(11)
  DETERMINISTIC
RETURN x;
SET SESSION sql_mode = DEFAULT, time_zone = DEFAULT;
SET NAMES utf8mb4;
GRANT EXECUTE ON FUNCTION `vat` TO `case_app`@`%`;
REVOKE SELECT, CREATE TEMPORARY TABLES ON * FROM `case_app`@`%`;
GRANT EVENT ON * TO `case_app`@`%`;
