-- by itself
DROP TRIGGER `t_fill`;
-- by itself
CREATE TRIGGER `t_fill` BEFORE INSERT ON `t` FOR EACH ROW set new.b = upper(new.b);

-- undo
DROP TRIGGER `t_fill`;
CREATE TRIGGER `t_fill` BEFORE INSERT ON `t` FOR EACH ROW set new.b = lower(new.b);
