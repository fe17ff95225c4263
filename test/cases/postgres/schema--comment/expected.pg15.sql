-- in one transaction
COMMENT ON SCHEMA billing IS 'After: it''s changed';
COMMENT ON SCHEMA public IS 'standard public schema';

-- undo
COMMENT ON SCHEMA public IS 'nobody declares it';
COMMENT ON SCHEMA billing IS 'Before';
