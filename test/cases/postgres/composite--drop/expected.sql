-- in one transaction
DROP VIEW public.places;
ALTER TABLE public.people DROP COLUMN place;
DROP TYPE public.point3;

-- undo
CREATE TYPE public.point3 AS (x integer, y integer);
COMMENT ON TYPE public.point3 IS 'A place';
ALTER TABLE public.people ADD COLUMN place point3;
CREATE VIEW public.places AS
SELECT (place).x AS x
   FROM people;
