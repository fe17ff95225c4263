-- in one transaction
ALTER TABLE public.t DROP CONSTRAINT t_a_key;
-- by itself
CREATE UNIQUE INDEX CONCURRENTLY t_a_key_dbops_new ON public.t (a) NULLS NOT DISTINCT;
-- in one transaction
ALTER TABLE public.t ADD CONSTRAINT t_a_key UNIQUE USING INDEX t_a_key_dbops_new;

-- undo
ALTER TABLE public.t DROP CONSTRAINT t_a_key;
DROP INDEX CONCURRENTLY IF EXISTS public.t_a_key_dbops_new;
ALTER TABLE public.t ADD CONSTRAINT t_a_key UNIQUE (a);
