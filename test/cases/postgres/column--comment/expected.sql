-- in one transaction
COMMENT ON COLUMN public.t.a IS 'After';
COMMENT ON COLUMN public.t.b IS NULL;
COMMENT ON COLUMN public.t.c IS 'It''s new';

-- undo
COMMENT ON COLUMN public.t.c IS NULL;
COMMENT ON COLUMN public.t.b IS 'Gone';
COMMENT ON COLUMN public.t.a IS 'Before';
