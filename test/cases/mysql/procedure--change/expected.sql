-- by itself
DROP PROCEDURE `touch`;
-- by itself
CREATE PROCEDURE `touch`(in x int)
  SQL SECURITY INVOKER
  COMMENT 'Adds two'
begin
  update t set a = a + 2 where id = x; -- once; only
end;

-- undo
DROP PROCEDURE `touch`;
CREATE PROCEDURE `touch`(in x int)
begin
  update t set a = a + 1 where id = x; -- once; only
end;
