-- in one transaction
ALTER TABLE public.notes ALTER COLUMN sound DROP EXPRESSION;
ALTER TYPE public.tone RENAME TO tone_dbops_swap;
CREATE TYPE public.tone AS ENUM ('calm', 'loud');
ALTER TABLE public.notes ALTER COLUMN sound TYPE public.tone USING sound::text::public.tone;
DROP TYPE public.tone_dbops_swap;

-- undo
CREATE TYPE public.tone_dbops_swap AS ENUM ('loud', 'calm');
ALTER TABLE public.notes ALTER COLUMN sound TYPE public.tone_dbops_swap USING sound::text::public.tone_dbops_swap;
DROP TYPE public.tone;
ALTER TYPE public.tone_dbops_swap RENAME TO tone;
ALTER TABLE public.notes DROP COLUMN sound;
ALTER TABLE public.notes ADD COLUMN sound tone GENERATED ALWAYS AS (CASE
    WHEN (body = 'HEY'::text) THEN 'loud'::tone
    ELSE 'calm'::tone
END) STORED;
