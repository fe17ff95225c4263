-- in one transaction
COMMENT ON TABLE public.a IS 'After; it''s longer';
COMMENT ON TABLE public.b IS NULL;
COMMENT ON TABLE public.c IS 'New';
COMMENT ON SCHEMA public IS 'standard public schema';

-- undo
COMMENT ON SCHEMA public IS 'nobody declares it';
COMMENT ON TABLE public.c IS NULL;
COMMENT ON TABLE public.b IS 'Gone';
COMMENT ON TABLE public.a IS 'Before';
