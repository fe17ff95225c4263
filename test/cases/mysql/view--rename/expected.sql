-- by itself
CREATE VIEW `new_view` AS
select `t`.`a` AS `a` from `t`;
-- by itself
DROP VIEW `top`;
-- by itself
DROP VIEW `old_view`;
-- by itself
CREATE VIEW `top` AS
select a from new_view;

-- undo
DROP VIEW `top`;
CREATE VIEW `old_view` AS
select `t`.`a` AS `a` from `t`;
CREATE VIEW `top` AS
select `old_view`.`a` AS `a` from `old_view`;
DROP VIEW `new_view`;
