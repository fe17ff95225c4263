-- in one transaction
ALTER TABLE public.people ALTER COLUMN current DROP DEFAULT;
DROP VIEW public.happy_people;
ALTER TYPE public.mood RENAME TO mood_dbops_swap;
CREATE TYPE public.mood AS ENUM ('sad', 'happy');
ALTER TABLE public.people ALTER COLUMN current DROP DEFAULT, ALTER COLUMN current TYPE public.mood USING current::text::public.mood;
DROP TYPE public.mood_dbops_swap;
ALTER TABLE public.people ALTER COLUMN current SET DEFAULT 'happy';
CREATE VIEW public.happy_people AS
SELECT people.id
   FROM people
  WHERE (people.current = 'happy'::mood);

-- undo
DROP VIEW public.happy_people;
ALTER TABLE public.people ALTER COLUMN current DROP DEFAULT;
CREATE TYPE public.mood_dbops_swap AS ENUM ('sad', 'ok', 'happy');
ALTER TABLE public.people ALTER COLUMN current DROP DEFAULT, ALTER COLUMN current TYPE public.mood_dbops_swap USING current::text::public.mood_dbops_swap;
DROP TYPE public.mood;
ALTER TYPE public.mood_dbops_swap RENAME TO mood;
CREATE VIEW public.happy_people AS
SELECT people.id
   FROM people
  WHERE (people.current = 'happy'::mood);
ALTER TABLE public.people ALTER COLUMN current SET DEFAULT 'ok'::mood;
