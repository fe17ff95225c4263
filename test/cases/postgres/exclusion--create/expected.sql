-- in one transaction
ALTER TABLE public.people ADD CONSTRAINT people_alone EXCLUDE USING gist (stay WITH &&);

-- undo
ALTER TABLE public.people DROP CONSTRAINT people_alone;
