-- in one transaction
ALTER TABLE public.t ADD CONSTRAINT t_a_positive CHECK (a > 0) NOT VALID;
ALTER TABLE public.t VALIDATE CONSTRAINT t_b_positive;

-- undo
ALTER TABLE public.t DROP CONSTRAINT t_b_positive;
ALTER TABLE public.t ADD CONSTRAINT t_b_positive CHECK (b > 0) NOT VALID;
ALTER TABLE public.t DROP CONSTRAINT t_a_positive;
