-- in one transaction
CREATE TYPE public.point3 AS (x integer, y integer);
ALTER TABLE public.people ADD COLUMN place point3;
CREATE VIEW public.places AS
select (place).x as x from people;
COMMENT ON TYPE public.point3 IS 'A place';
CREATE TYPE public.nothing AS ();

-- undo
DROP TYPE public.nothing;
DROP VIEW public.places;
ALTER TABLE public.people DROP COLUMN place;
DROP TYPE public.point3;
