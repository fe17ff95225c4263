-- in one transaction
ALTER TABLE public.people ADD COLUMN town text;
ALTER TABLE public.people ALTER COLUMN home TYPE bigint;
ALTER TABLE public.staff ALTER COLUMN pay TYPE numeric;

-- undo
ALTER TABLE public.staff ALTER COLUMN pay TYPE integer;
ALTER TABLE public.people ALTER COLUMN home TYPE integer;
ALTER TABLE public.people DROP COLUMN town;
