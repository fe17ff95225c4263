-- by itself
CREATE OR REPLACE VIEW `v` AS
select `t`.`a` AS `a` from `t` where (`t`.`a` > 0);
-- by itself
CREATE OR REPLACE VIEW `w` AS
select `t`.`a` AS `a` from `t` where (`t`.`a` > 0)
WITH LOCAL CHECK OPTION;

-- undo
CREATE OR REPLACE VIEW `w` AS
select `t`.`a` AS `a` from `t` where (`t`.`a` > 0)
WITH CASCADED CHECK OPTION;
CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW `v` AS
select `t`.`a` AS `a` from `t` where (`t`.`a` > 0);
