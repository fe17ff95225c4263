-- in one transaction
DROP VIEW public.places;
ALTER TYPE public.point3 RENAME TO point3_dbops_swap;
CREATE TYPE public.point3 AS (x bigint, y integer, z text);
COMMENT ON COLUMN public.point3.z IS 'How high';
COMMENT ON TYPE public.point3 IS 'A place';
ALTER TABLE public.people ALTER COLUMN place TYPE public.point3 USING CASE WHEN place IS NOT NULL OR place IS DISTINCT FROM NULL THEN ROW((place).x::text::bigint, (place).y::text::integer, NULL)::public.point3 END;
DROP TYPE public.point3_dbops_swap;
COMMENT ON TYPE public.point3 IS NULL;
CREATE VIEW public.places AS
SELECT (place).x AS x
   FROM people;

-- undo
DROP VIEW public.places;
COMMENT ON TYPE public.point3 IS 'A place';
CREATE TYPE public.point3_dbops_swap AS (x integer, y integer);
COMMENT ON TYPE public.point3_dbops_swap IS 'A place';
ALTER TABLE public.people ALTER COLUMN place TYPE public.point3_dbops_swap USING CASE WHEN place IS NOT NULL OR place IS DISTINCT FROM NULL THEN ROW((place).x::text::integer, (place).y::text::integer)::public.point3_dbops_swap END;
DROP TYPE public.point3;
ALTER TYPE public.point3_dbops_swap RENAME TO point3;
CREATE VIEW public.places AS
SELECT (place).x AS x
   FROM people;
