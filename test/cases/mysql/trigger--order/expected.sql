-- by itself
CREATE TRIGGER `t_first` BEFORE INSERT ON `t` FOR EACH ROW set new.a = 1;
-- by itself
DROP TRIGGER `t_fill`;
-- by itself
CREATE TRIGGER `t_fill` BEFORE INSERT ON `t` FOR EACH ROW FOLLOWS `t_first` set new.b = lower(new.b);

-- undo
DROP TRIGGER `t_fill`;
CREATE TRIGGER `t_fill` BEFORE INSERT ON `t` FOR EACH ROW set new.b = lower(new.b);
DROP TRIGGER `t_first`;
