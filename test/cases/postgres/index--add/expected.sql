-- by itself
CREATE INDEX CONCURRENTLY t_a_idx ON public.t (a);
-- by itself
CREATE INDEX CONCURRENTLY t_a_b_idx ON public.t (a DESC, b NULLS FIRST);
-- in one transaction
COMMENT ON INDEX public.t_a_b_idx IS 'Ordered';
-- by itself
CREATE UNIQUE INDEX CONCURRENTLY t_b_unique_idx ON public.t (b) WHERE a > 0;
-- by itself
CREATE INDEX CONCURRENTLY t_c_idx ON public.t USING gin (c jsonb_path_ops);
-- by itself
CREATE INDEX CONCURRENTLY t_covering_idx ON public.t (a) INCLUDE (b, d);
-- by itself
CREATE INDEX CONCURRENTLY t_d_idx ON public.t USING brin (d);
-- by itself
CREATE INDEX CONCURRENTLY t_e_idx ON public.t USING gist (e);
-- by itself
CREATE INDEX CONCURRENTLY t_hash_idx ON public.t USING hash (b);
-- by itself
CREATE INDEX CONCURRENTLY t_lower_idx ON public.t ((lower(b)), (b collate "C"), b text_pattern_ops);

-- undo
DROP INDEX CONCURRENTLY IF EXISTS public.t_lower_idx;
DROP INDEX CONCURRENTLY IF EXISTS public.t_hash_idx;
DROP INDEX CONCURRENTLY IF EXISTS public.t_e_idx;
DROP INDEX CONCURRENTLY IF EXISTS public.t_d_idx;
DROP INDEX CONCURRENTLY IF EXISTS public.t_covering_idx;
DROP INDEX CONCURRENTLY IF EXISTS public.t_c_idx;
DROP INDEX CONCURRENTLY IF EXISTS public.t_b_unique_idx;
DROP INDEX CONCURRENTLY IF EXISTS public.t_a_b_idx;
DROP INDEX CONCURRENTLY IF EXISTS public.t_a_idx;
