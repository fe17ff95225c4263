-- in one transaction
ALTER TABLE public.t ADD CONSTRAINT dbops_not_null_8d80dca6 CHECK (b IS NOT NULL) NOT VALID;
-- in one transaction
ALTER TABLE public.t VALIDATE CONSTRAINT dbops_not_null_8d80dca6;
-- in one transaction
ALTER TABLE public.t ALTER COLUMN b SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT dbops_not_null_8d80dca6;
-- by itself
CREATE UNIQUE INDEX CONCURRENTLY t_pkey_dbops_new ON public.t (a, b);
-- in one transaction
ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey_dbops_new;

-- undo
ALTER TABLE public.t DROP CONSTRAINT t_pkey;
DROP INDEX CONCURRENTLY IF EXISTS public.t_pkey_dbops_new;
ALTER TABLE public.t ALTER COLUMN b DROP NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT IF EXISTS dbops_not_null_8d80dca6;
