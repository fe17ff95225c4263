-- in one transaction
COMMENT ON TYPE public.mood IS 'How people feel';

-- undo
COMMENT ON TYPE public.mood IS NULL;
