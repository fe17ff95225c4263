-- in one transaction
ALTER TYPE public.mood ADD VALUE 'great';
-- in one transaction
ALTER TABLE public.people ALTER COLUMN current SET DEFAULT 'great';
ALTER TABLE public.people ADD CONSTRAINT people_great CHECK (current <> 'great' or id > 10) NOT VALID;
-- in one transaction
ALTER TABLE public.people VALIDATE CONSTRAINT people_great;

-- undo
ALTER TABLE public.people DROP CONSTRAINT people_great;
ALTER TABLE public.people ALTER COLUMN current DROP DEFAULT;
ALTER TYPE public.mood RENAME TO mood_dbops_swap;
CREATE TYPE public.mood AS ENUM ('sad', 'happy');
ALTER TABLE public.people ALTER COLUMN current TYPE public.mood USING current::text::public.mood;
DROP TYPE public.mood_dbops_swap;
