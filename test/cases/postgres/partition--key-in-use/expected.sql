-- by itself
CREATE UNIQUE INDEX CONCURRENTLY logs_2025_pkey ON public.logs_2025 (at, id) WITH (fillfactor='90');
-- in one transaction
ALTER TABLE public.logs_2025 ADD CONSTRAINT logs_2025_pkey PRIMARY KEY USING INDEX logs_2025_pkey;
-- by itself
CREATE UNIQUE INDEX CONCURRENTLY logs_2026_a_pkey ON public.logs_2026_a (at, id) WITH (fillfactor='90');
-- in one transaction
ALTER TABLE public.logs_2026_a ADD CONSTRAINT logs_2026_a_pkey PRIMARY KEY USING INDEX logs_2026_a_pkey;
-- by itself
CREATE UNIQUE INDEX CONCURRENTLY logs_2026_b_pkey ON public.logs_2026_b (at, id) WITH (fillfactor='90');
-- in one transaction
ALTER TABLE public.logs_2026_b ADD CONSTRAINT logs_2026_b_pkey PRIMARY KEY USING INDEX logs_2026_b_pkey;
-- in one transaction
ALTER TABLE public.logs ADD PRIMARY KEY (at, id) WITH (fillfactor='90');
-- by itself
CREATE UNIQUE INDEX CONCURRENTLY logs_2025_who_at_id_what_key ON public.logs_2025 (who, at, id) INCLUDE (what) WITH (fillfactor='80');
-- in one transaction
ALTER TABLE public.logs_2025 ADD CONSTRAINT logs_2025_who_at_id_what_key UNIQUE USING INDEX logs_2025_who_at_id_what_key;
-- by itself
CREATE UNIQUE INDEX CONCURRENTLY logs_2026_a_who_at_id_what_key ON public.logs_2026_a (who, at, id) INCLUDE (what) WITH (fillfactor='80');
-- in one transaction
ALTER TABLE public.logs_2026_a ADD CONSTRAINT logs_2026_a_who_at_id_what_key UNIQUE USING INDEX logs_2026_a_who_at_id_what_key;
-- by itself
CREATE UNIQUE INDEX CONCURRENTLY logs_2026_b_who_at_id_what_key ON public.logs_2026_b (who, at, id) INCLUDE (what) WITH (fillfactor='80');
-- in one transaction
ALTER TABLE public.logs_2026_b ADD CONSTRAINT logs_2026_b_who_at_id_what_key UNIQUE USING INDEX logs_2026_b_who_at_id_what_key;
-- in one transaction
ALTER TABLE public.logs ADD CONSTRAINT logs_who_key UNIQUE (who, at, id) INCLUDE (what) WITH (fillfactor='80');

-- undo
ALTER TABLE public.logs DROP CONSTRAINT logs_who_key;
ALTER TABLE public.logs_2026_b DROP CONSTRAINT IF EXISTS logs_2026_b_who_at_id_what_key;
DROP INDEX CONCURRENTLY IF EXISTS public.logs_2026_b_who_at_id_what_key;
ALTER TABLE public.logs_2026_a DROP CONSTRAINT IF EXISTS logs_2026_a_who_at_id_what_key;
DROP INDEX CONCURRENTLY IF EXISTS public.logs_2026_a_who_at_id_what_key;
ALTER TABLE public.logs_2025 DROP CONSTRAINT IF EXISTS logs_2025_who_at_id_what_key;
DROP INDEX CONCURRENTLY IF EXISTS public.logs_2025_who_at_id_what_key;
ALTER TABLE public.logs DROP CONSTRAINT logs_pkey;
ALTER TABLE public.logs_2026_b DROP CONSTRAINT IF EXISTS logs_2026_b_pkey;
DROP INDEX CONCURRENTLY IF EXISTS public.logs_2026_b_pkey;
ALTER TABLE public.logs_2026_a DROP CONSTRAINT IF EXISTS logs_2026_a_pkey;
DROP INDEX CONCURRENTLY IF EXISTS public.logs_2026_a_pkey;
ALTER TABLE public.logs_2025 DROP CONSTRAINT IF EXISTS logs_2025_pkey;
DROP INDEX CONCURRENTLY IF EXISTS public.logs_2025_pkey;
