-- in one transaction
ALTER TABLE public.notes ADD COLUMN "Key" uuid DEFAULT gen_random_uuid() NOT NULL;
ALTER TABLE public.notes ADD COLUMN tried timestamptz DEFAULT clock_timestamp();
ALTER TABLE public.notes ADD CONSTRAINT notes_key UNIQUE ("Key");
ALTER TABLE public.notes ADD CONSTRAINT notes_tried CHECK (tried is not null);
ALTER TABLE public.pages ADD COLUMN lot double precision DEFAULT random() NOT NULL;
COMMENT ON COLUMN public.pages.lot IS 'drawn';

-- undo
ALTER TABLE public.pages DROP COLUMN lot;
ALTER TABLE public.notes DROP CONSTRAINT notes_tried;
ALTER TABLE public.notes DROP CONSTRAINT notes_key;
ALTER TABLE public.notes DROP COLUMN tried;
ALTER TABLE public.notes DROP COLUMN "Key";
