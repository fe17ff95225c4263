-- by itself
DROP FUNCTION `tag`;
-- by itself
SET SESSION sql_mode = 'PIPES_AS_CONCAT', time_zone = DEFAULT;
-- by itself
CREATE FUNCTION `tag`(x varchar(10)) RETURNS varchar(20) CHARSET utf8mb4
  NO SQL
return '[' || x || ']';
-- by itself
SET SESSION sql_mode = DEFAULT, time_zone = DEFAULT;

-- undo
DROP FUNCTION `tag`;
SET SESSION sql_mode = 'PIPES_AS_CONCAT', time_zone = DEFAULT;
CREATE FUNCTION `tag`(x varchar(10)) RETURNS varchar(20) CHARSET utf8mb4
  NO SQL
return '<' || x || '>';
SET SESSION sql_mode = DEFAULT, time_zone = DEFAULT;
