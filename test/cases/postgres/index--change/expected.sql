-- by itself
CREATE INDEX CONCURRENTLY t_idx_dbops_new ON public.t (a, b DESC);
-- by itself
DROP INDEX CONCURRENTLY public.t_idx;
-- in one transaction
ALTER INDEX public.t_idx_dbops_new RENAME TO t_idx;
-- by itself
CREATE INDEX CONCURRENTLY t_where_idx_dbops_new ON public.t (b) WHERE a > 1;
-- by itself
DROP INDEX CONCURRENTLY public.t_where_idx;
-- in one transaction
ALTER INDEX public.t_where_idx_dbops_new RENAME TO t_where_idx;

-- undo
ALTER INDEX public.t_where_idx RENAME TO t_where_idx_dbops_new;
CREATE INDEX CONCURRENTLY t_where_idx ON public.t (b) WHERE a > 0;
DROP INDEX CONCURRENTLY IF EXISTS public.t_where_idx_dbops_new;
ALTER INDEX public.t_idx RENAME TO t_idx_dbops_new;
CREATE INDEX CONCURRENTLY t_idx ON public.t (a);
DROP INDEX CONCURRENTLY IF EXISTS public.t_idx_dbops_new;
