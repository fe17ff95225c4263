-- by itself
DROP TRIGGER `t_fill`;

-- undo
CREATE TRIGGER `t_fill` BEFORE INSERT ON `t` FOR EACH ROW set new.b = lower(new.b);
