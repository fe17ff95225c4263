-- in one transaction
ALTER TABLE public.t ADD CONSTRAINT t_a_key UNIQUE (a);
ALTER TABLE public.t ADD CONSTRAINT t_b_a_key UNIQUE (b, a) INCLUDE (id);
COMMENT ON CONSTRAINT t_b_a_key ON public.t IS 'Covers';

-- undo
ALTER TABLE public.t DROP CONSTRAINT t_b_a_key;
ALTER TABLE public.t DROP CONSTRAINT t_a_key;
