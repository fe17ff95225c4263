-- by itself
DROP VIEW `w`;
-- by itself
DROP VIEW `v`;

-- undo
CREATE VIEW `v` AS
select `t`.`a` AS `a` from `t`;
CREATE VIEW `w` AS
select `v`.`a` AS `a` from `v`;
