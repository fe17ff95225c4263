-- in one transaction
ALTER TABLE public.t DROP CONSTRAINT t_a_positive;

-- undo
ALTER TABLE public.t ADD CONSTRAINT t_a_positive CHECK (a > 0);
