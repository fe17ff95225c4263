-- in one transaction
ALTER TABLE public.t ADD CONSTRAINT t_a_less CHECK (a < b);
COMMENT ON CONSTRAINT t_a_less ON public.t IS 'Always';
ALTER TABLE public.t ADD CONSTRAINT t_b_in CHECK (b in (1, 2, 3));

-- undo
ALTER TABLE public.t DROP CONSTRAINT t_b_in;
ALTER TABLE public.t DROP CONSTRAINT t_a_less;
