-- in one transaction
ALTER TABLE public.t DROP CONSTRAINT t_a_key;

-- undo
ALTER TABLE public.t ADD CONSTRAINT t_a_key UNIQUE (a);
