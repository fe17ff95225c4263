-- by itself
DROP VIEW `client_names`;
-- by itself
RENAME TABLE `clients` TO `customers`;
-- by itself
CREATE VIEW `client_names` AS
select name from customers;

-- undo
DROP VIEW `client_names`;
RENAME TABLE `customers` TO `clients`;
CREATE VIEW `client_names` AS
select `clients`.`name` AS `name` from `clients`;
