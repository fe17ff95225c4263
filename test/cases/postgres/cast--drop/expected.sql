-- in one transaction
DROP CAST (integer AS pair);
DROP FUNCTION public.pair_of(integer);
DROP TYPE public.pair;

-- undo
CREATE TYPE public.pair AS (a integer, b integer);
CREATE OR REPLACE FUNCTION public.pair_of(integer)
 RETURNS pair
 LANGUAGE sql
 IMMUTABLE
AS $$ select ($1, $1)::pair $$;
CREATE CAST (integer AS pair) WITH FUNCTION pair_of(integer);
