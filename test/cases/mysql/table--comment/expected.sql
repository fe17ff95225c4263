-- by itself
ALTER TABLE `a` COMMENT='After; it''s longer';
-- by itself
ALTER TABLE `b` COMMENT='';
-- by itself
ALTER TABLE `c` COMMENT='New';

-- undo
ALTER TABLE `c` COMMENT='';
ALTER TABLE `b` COMMENT='Gone';
ALTER TABLE `a` COMMENT='Before';
