-- in one transaction
ALTER TABLE public.t ADD COLUMN note text;
ALTER TABLE public.t ADD COLUMN created_at timestamptz DEFAULT now() NOT NULL;
ALTER TABLE public.t ADD COLUMN state varchar(10) DEFAULT 'new' NOT NULL;
COMMENT ON COLUMN public.t.state IS 'Where it is';
ALTER TABLE public.t ADD COLUMN tags text[] DEFAULT '{}' NOT NULL;

-- undo
ALTER TABLE public.t DROP COLUMN tags;
ALTER TABLE public.t DROP COLUMN state;
ALTER TABLE public.t DROP COLUMN created_at;
ALTER TABLE public.t DROP COLUMN note;
