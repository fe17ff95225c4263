-- by itself
DROP INDEX CONCURRENTLY public.t_a_idx;
-- by itself
DROP INDEX CONCURRENTLY public.t_lower_idx;

-- undo
CREATE INDEX CONCURRENTLY t_lower_idx ON public.t ((lower(b))) WHERE a > 0;
COMMENT ON INDEX public.t_lower_idx IS 'Gone soon';
CREATE UNIQUE INDEX CONCURRENTLY t_a_idx ON public.t (a);
