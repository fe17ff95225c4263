-- in one transaction
ALTER TYPE public.mood ADD VALUE 'awful' BEFORE 'sad';
-- in one transaction
ALTER TYPE public.mood ADD VALUE 'ok' AFTER 'sad';
-- in one transaction
ALTER TYPE public.mood ADD VALUE 'great';

-- undo
ALTER TYPE public.mood RENAME TO mood_dbops_swap;
CREATE TYPE public.mood AS ENUM ('sad', 'happy');
ALTER TABLE public.people ALTER COLUMN current TYPE public.mood USING current::text::public.mood;
DROP TYPE public.mood_dbops_swap;
