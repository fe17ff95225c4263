-- in one transaction
COMMENT ON TYPE public.span IS 'From here to there';

-- undo
COMMENT ON TYPE public.span IS NULL;
