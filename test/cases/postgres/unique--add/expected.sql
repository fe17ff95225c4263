-- by itself
CREATE UNIQUE INDEX CONCURRENTLY t_a_key_dbops_new ON public.t (a);
-- in one transaction
ALTER TABLE public.t ADD CONSTRAINT t_a_key UNIQUE USING INDEX t_a_key_dbops_new;
-- by itself
CREATE UNIQUE INDEX CONCURRENTLY t_b_a_key_dbops_new ON public.t (b, a) INCLUDE (id);
-- in one transaction
ALTER TABLE public.t ADD CONSTRAINT t_b_a_key UNIQUE USING INDEX t_b_a_key_dbops_new;
COMMENT ON CONSTRAINT t_b_a_key ON public.t IS 'Covers';

-- undo
ALTER TABLE public.t DROP CONSTRAINT t_b_a_key;
DROP INDEX CONCURRENTLY IF EXISTS public.t_b_a_key_dbops_new;
ALTER TABLE public.t DROP CONSTRAINT t_a_key;
DROP INDEX CONCURRENTLY IF EXISTS public.t_a_key_dbops_new;
