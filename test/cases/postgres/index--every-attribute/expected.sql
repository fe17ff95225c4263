-- by itself
CREATE INDEX CONCURRENTLY t_a_dbops_new ON public.t (a COLLATE "C" text_pattern_ops DESC NULLS LAST, (lower(b))) INCLUDE (c) WHERE c IS NOT NULL;
-- by itself
DROP INDEX CONCURRENTLY public.t_a;
-- in one transaction
ALTER INDEX public.t_a_dbops_new RENAME TO t_a;
COMMENT ON INDEX public.t_a IS 'By name';
-- by itself
CREATE UNIQUE INDEX CONCURRENTLY t_b_dbops_new ON public.t (b) WITH (fillfactor='70');
-- by itself
DROP INDEX CONCURRENTLY public.t_b;
-- in one transaction
ALTER INDEX public.t_b_dbops_new RENAME TO t_b;
ALTER TABLE public.t CLUSTER ON t_b;
-- by itself
CREATE INDEX CONCURRENTLY t_c_dbops_new ON public.t USING hash (c);
-- by itself
DROP INDEX CONCURRENTLY public.t_c;
-- in one transaction
ALTER INDEX public.t_c_dbops_new RENAME TO t_c;
ALTER INDEX public.t_e ALTER COLUMN 1 SET STATISTICS 700;
ALTER INDEX public.t_p SET (buffering='on');

-- undo
ALTER INDEX public.t_p RESET (buffering);
ALTER INDEX public.t_e ALTER COLUMN 1 SET STATISTICS -1;
ALTER INDEX public.t_c RENAME TO t_c_dbops_new;
CREATE INDEX CONCURRENTLY t_c ON public.t (c);
DROP INDEX CONCURRENTLY IF EXISTS public.t_c_dbops_new;
ALTER TABLE public.t SET WITHOUT CLUSTER;
ALTER INDEX public.t_b RENAME TO t_b_dbops_new;
CREATE INDEX CONCURRENTLY t_b ON public.t (b);
DROP INDEX CONCURRENTLY IF EXISTS public.t_b_dbops_new;
ALTER INDEX public.t_a RENAME TO t_a_dbops_new;
CREATE INDEX CONCURRENTLY t_a ON public.t (a);
DROP INDEX CONCURRENTLY IF EXISTS public.t_a_dbops_new;
