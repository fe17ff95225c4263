-- in one transaction
ALTER TABLE public.t RENAME CONSTRAINT old_key TO t_a_key;

-- undo
ALTER TABLE public.t RENAME CONSTRAINT t_a_key TO old_key;
