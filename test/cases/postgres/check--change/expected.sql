-- in one transaction
ALTER TABLE public.t DROP CONSTRAINT t_a_range;
ALTER TABLE public.t ADD CONSTRAINT t_a_range CHECK (a between 0 and 100) NOT VALID;
-- in one transaction
ALTER TABLE public.t VALIDATE CONSTRAINT t_a_range;
-- in one transaction
COMMENT ON CONSTRAINT t_a_range ON public.t IS 'Percent';

-- undo
ALTER TABLE public.t DROP CONSTRAINT t_a_range;
ALTER TABLE public.t ADD CONSTRAINT t_a_range CHECK (a > 0);
COMMENT ON CONSTRAINT t_a_range ON public.t IS 'Positive';
