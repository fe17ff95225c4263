-- in one transaction
DROP VIEW public.totals;
DROP AGGREGATE public.total(integer);
CREATE AGGREGATE public.total(integer) (sfunc = int4pl, stype = integer, initcond = '100', parallel = safe);
COMMENT ON AGGREGATE public.total(integer) IS 'All of it';
CREATE VIEW public.totals AS
SELECT total(home) AS t
   FROM people;

-- undo
DROP VIEW public.totals;
DROP AGGREGATE public.total(integer);
CREATE AGGREGATE public.total(integer) (sfunc = int4pl, stype = integer, initcond = '0');
CREATE VIEW public.totals AS
SELECT total(home) AS t
   FROM people;
