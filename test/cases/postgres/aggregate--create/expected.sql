-- in one transaction
CREATE AGGREGATE public.total(integer) (sfunc = int4pl, stype = integer, initcond = '0');
CREATE VIEW public.totals AS
select total(home) as t from people;

-- undo
DROP VIEW public.totals;
DROP AGGREGATE public.total(integer);
