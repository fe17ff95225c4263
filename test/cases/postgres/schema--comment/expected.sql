-- in one transaction
COMMENT ON SCHEMA billing IS 'After: it''s changed';

-- undo
COMMENT ON SCHEMA billing IS 'Before';
