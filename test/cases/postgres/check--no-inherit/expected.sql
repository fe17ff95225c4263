-- in one transaction
ALTER TABLE public.t ADD CONSTRAINT t_a_positive CHECK (a > 0) NO INHERIT NOT VALID;
-- in one transaction
ALTER TABLE public.t VALIDATE CONSTRAINT t_a_positive;

-- undo
ALTER TABLE public.t DROP CONSTRAINT t_a_positive;
