-- in one transaction
ALTER TABLE public.t DROP COLUMN hits;
ALTER TABLE public.t DROP COLUMN rank;
ALTER TABLE public.t DROP COLUMN note;

-- undo
ALTER TABLE public.t ADD COLUMN note text NOT NULL;
ALTER TABLE public.t ADD COLUMN rank integer DEFAULT 1 NOT NULL;
ALTER TABLE public.t ADD COLUMN hits counted NOT NULL;
