-- by itself
DROP PROCEDURE `touch`;

-- undo
CREATE PROCEDURE `touch`(in x int)
begin
  update t set a = a + 1 where id = x; -- once; only
end;
