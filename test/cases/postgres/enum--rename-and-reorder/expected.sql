-- in one transaction
ALTER TYPE public.pair RENAME TO pair_new;
ALTER TABLE public.people RENAME COLUMN feels TO feels_new;
ALTER TABLE public.people RENAME COLUMN felt TO felt_new;
ALTER TABLE public.people RENAME COLUMN twice TO twice_new;
DROP VIEW public.glad;
ALTER TYPE public.mood RENAME TO mood_dbops_swap;
CREATE TYPE public.mood AS ENUM ('glad', 'sad', 'mad');
ALTER TABLE public.people ALTER COLUMN feels_new DROP DEFAULT, ALTER COLUMN feels_new TYPE public.mood USING feels_new::text::public.mood, ALTER COLUMN feels_new SET DEFAULT 'sad'::mood, ALTER COLUMN felt_new TYPE public.mood[] USING felt_new::text[]::public.mood[];
DROP TYPE public.mood_dbops_swap;
CREATE VIEW public.glad AS
SELECT id,
    feels_new
   FROM people
  WHERE (feels_new = 'glad'::mood);
ALTER TYPE public.pair_new ADD ATTRIBUTE z integer CASCADE;

-- undo
ALTER TYPE public.pair_new DROP ATTRIBUTE z CASCADE;
DROP VIEW public.glad;
CREATE TYPE public.mood_dbops_swap AS ENUM ('sad', 'glad');
ALTER TABLE public.people ALTER COLUMN feels_new DROP DEFAULT, ALTER COLUMN feels_new TYPE public.mood_dbops_swap USING feels_new::text::public.mood_dbops_swap, ALTER COLUMN felt_new TYPE public.mood_dbops_swap[] USING felt_new::text[]::public.mood_dbops_swap[];
DROP TYPE public.mood;
ALTER TYPE public.mood_dbops_swap RENAME TO mood;
ALTER TABLE public.people ALTER COLUMN feels_new SET DEFAULT 'sad'::mood;
CREATE VIEW public.glad AS
SELECT id,
    feels_new AS feels
   FROM people
  WHERE (feels_new = 'glad'::mood);
ALTER TABLE public.people RENAME COLUMN twice_new TO twice;
ALTER TABLE public.people RENAME COLUMN felt_new TO felt;
ALTER TABLE public.people RENAME COLUMN feels_new TO feels;
ALTER TYPE public.pair_new RENAME TO pair;
