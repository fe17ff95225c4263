-- in one transaction
ALTER TABLE public.people DROP CONSTRAINT people_alone;
ALTER TABLE public.people ADD CONSTRAINT people_alone EXCLUDE USING gist (stay WITH &&) WHERE (id > 0) DEFERRABLE;
COMMENT ON CONSTRAINT people_alone ON public.people IS 'One at a time';

-- undo
ALTER TABLE public.people DROP CONSTRAINT people_alone;
ALTER TABLE public.people ADD CONSTRAINT people_alone EXCLUDE USING gist (stay WITH &&);
