-- in one transaction
DROP VIEW public.totals;
DROP AGGREGATE public.total(integer);

-- undo
CREATE AGGREGATE public.total(integer) (sfunc = int4pl, stype = integer, initcond = '0');
CREATE VIEW public.totals AS
SELECT total(people.home) AS t
   FROM people;
