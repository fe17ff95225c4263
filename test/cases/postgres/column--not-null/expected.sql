-- in one transaction
ALTER TABLE public.t ADD CONSTRAINT dbops_not_null_f3173ed1 CHECK (a IS NOT NULL) NOT VALID;
-- in one transaction
ALTER TABLE public.t VALIDATE CONSTRAINT dbops_not_null_f3173ed1;
-- in one transaction
ALTER TABLE public.t ALTER COLUMN a SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT dbops_not_null_f3173ed1;
ALTER TABLE public.t ALTER COLUMN b DROP NOT NULL;

-- undo
ALTER TABLE public.t ALTER COLUMN b SET NOT NULL;
ALTER TABLE public.t ALTER COLUMN a DROP NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT IF EXISTS dbops_not_null_f3173ed1;
