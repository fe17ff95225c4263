-- in one transaction
ALTER TABLE public.notes ADD COLUMN "Key" uuid, ALTER COLUMN "Key" SET DEFAULT gen_random_uuid();
-- by itself
UPDATE public.notes SET "Key" = DEFAULT WHERE "Key" IS NULL;
-- in one transaction
ALTER TABLE public.notes ADD CONSTRAINT dbops_not_null_a6d3aa0f CHECK ("Key" IS NOT NULL) NOT VALID;
-- in one transaction
ALTER TABLE public.notes VALIDATE CONSTRAINT dbops_not_null_a6d3aa0f;
-- in one transaction
ALTER TABLE public.notes ADD COLUMN tried timestamptz, ALTER COLUMN tried SET DEFAULT clock_timestamp();
-- in one transaction
ALTER TABLE public.notes ALTER COLUMN "Key" SET NOT NULL;
ALTER TABLE public.notes DROP CONSTRAINT dbops_not_null_a6d3aa0f;
-- by itself
UPDATE public.notes SET tried = DEFAULT WHERE tried IS NULL;
-- by itself
CREATE UNIQUE INDEX CONCURRENTLY notes_key_dbops_new ON public.notes ("Key");
-- in one transaction
ALTER TABLE public.notes ADD CONSTRAINT notes_key UNIQUE USING INDEX notes_key_dbops_new;
ALTER TABLE public.notes ADD CONSTRAINT notes_tried CHECK (tried is not null) NOT VALID;
-- in one transaction
ALTER TABLE public.notes VALIDATE CONSTRAINT notes_tried;
-- in one transaction
ALTER TABLE public.pages ADD COLUMN lot double precision, ALTER COLUMN lot SET DEFAULT random();
-- by itself
UPDATE public.pages SET lot = DEFAULT WHERE lot IS NULL;
-- in one transaction
ALTER TABLE public.pages ADD CONSTRAINT dbops_not_null_f26bf2f3 CHECK (lot IS NOT NULL) NOT VALID;
-- in one transaction
ALTER TABLE public.pages VALIDATE CONSTRAINT dbops_not_null_f26bf2f3;
-- in one transaction
ALTER TABLE public.pages ALTER COLUMN lot SET NOT NULL;
ALTER TABLE public.pages DROP CONSTRAINT dbops_not_null_f26bf2f3;
COMMENT ON COLUMN public.pages.lot IS 'drawn';

-- undo
ALTER TABLE public.pages DROP CONSTRAINT IF EXISTS dbops_not_null_f26bf2f3;
ALTER TABLE public.pages DROP COLUMN lot;
ALTER TABLE public.notes DROP CONSTRAINT notes_tried;
ALTER TABLE public.notes DROP CONSTRAINT notes_key;
DROP INDEX CONCURRENTLY IF EXISTS public.notes_key_dbops_new;
ALTER TABLE public.notes DROP COLUMN tried;
ALTER TABLE public.notes DROP CONSTRAINT IF EXISTS dbops_not_null_a6d3aa0f;
ALTER TABLE public.notes DROP COLUMN "Key";
