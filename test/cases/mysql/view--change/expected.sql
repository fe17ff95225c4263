-- by itself
CREATE OR REPLACE VIEW `v` AS
select a, b from t where a > 0;

-- undo
CREATE OR REPLACE VIEW `v` AS
select `t`.`a` AS `a` from `t`;
