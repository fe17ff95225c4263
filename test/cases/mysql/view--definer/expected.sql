-- by itself
CREATE OR REPLACE DEFINER=`some body`@`%` VIEW `v` AS
select `t`.`a` AS `a` from `t`;

-- undo
CREATE OR REPLACE VIEW `v` AS
select `t`.`a` AS `a` from `t`;
