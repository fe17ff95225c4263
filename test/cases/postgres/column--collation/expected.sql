-- in one transaction
ALTER TABLE public.t ALTER COLUMN a TYPE text COLLATE "C";
ALTER TABLE public.t ALTER COLUMN b TYPE text;

-- undo
ALTER TABLE public.t ALTER COLUMN b TYPE text COLLATE "C";
ALTER TABLE public.t ALTER COLUMN a TYPE text;
