-- by itself
CREATE INDEX CONCURRENTLY logs_2025_who_what_idx ON public.logs_2025 (who DESC) INCLUDE (what) WITH (fillfactor='80') WHERE who > 0;
-- by itself
CREATE INDEX CONCURRENTLY logs_2026_a_who_what_idx ON public.logs_2026_a (who DESC) INCLUDE (what) WITH (fillfactor='80') WHERE who > 0;
-- by itself
CREATE INDEX CONCURRENTLY logs_2026_b_who_what_idx ON public.logs_2026_b (who DESC) INCLUDE (what) WITH (fillfactor='80') WHERE who > 0;
-- in one transaction
CREATE INDEX logs_who_idx ON public.logs (who DESC) INCLUDE (what) WITH (fillfactor='80') WHERE who > 0;
-- by itself
CREATE UNIQUE INDEX CONCURRENTLY logs_2025_at_id_who_idx ON public.logs_2025 (at, id, who);
-- by itself
CREATE UNIQUE INDEX CONCURRENTLY logs_2026_a_at_id_who_idx ON public.logs_2026_a (at, id, who);
-- by itself
CREATE UNIQUE INDEX CONCURRENTLY logs_2026_b_at_id_who_idx ON public.logs_2026_b (at, id, who);
-- in one transaction
CREATE UNIQUE INDEX logs_once ON public.logs (at, id, who);

-- undo
DROP INDEX public.logs_once;
DROP INDEX CONCURRENTLY IF EXISTS public.logs_2026_b_at_id_who_idx;
DROP INDEX CONCURRENTLY IF EXISTS public.logs_2026_a_at_id_who_idx;
DROP INDEX CONCURRENTLY IF EXISTS public.logs_2025_at_id_who_idx;
DROP INDEX public.logs_who_idx;
DROP INDEX CONCURRENTLY IF EXISTS public.logs_2026_b_who_what_idx;
DROP INDEX CONCURRENTLY IF EXISTS public.logs_2026_a_who_what_idx;
DROP INDEX CONCURRENTLY IF EXISTS public.logs_2025_who_what_idx;
