-- in one transaction
ALTER VIEW public.old_view RENAME TO new_view;
ALTER MATERIALIZED VIEW public.old_totals RENAME TO new_totals;
ALTER INDEX public.old_index RENAME TO new_index;
ALTER RULE old_rule ON public.new_view RENAME TO new_rule;
ALTER TRIGGER old_trigger ON public.new_view RENAME TO new_trigger;
-- by itself
DROP INDEX CONCURRENTLY public.new_index;
-- by itself
DROP INDEX CONCURRENTLY public.stays;
-- in one transaction
DROP RULE new_rule ON public.new_view;
DROP TRIGGER new_trigger ON public.new_view;
DROP VIEW public.new_view;
DROP MATERIALIZED VIEW public.new_totals;
CREATE MATERIALIZED VIEW public.new_totals AS
select a, id from t;
CREATE VIEW public.new_view AS
SELECT a
   FROM new_totals;
-- by itself
CREATE INDEX CONCURRENTLY new_index ON public.new_totals (a);
-- by itself
CREATE UNIQUE INDEX CONCURRENTLY stays ON public.new_totals (a);
-- in one transaction
COMMENT ON INDEX public.stays IS 'one a';
CREATE RULE new_rule AS ON UPDATE TO public.new_view DO INSTEAD NOTHING;
CREATE TRIGGER new_trigger INSTEAD OF INSERT ON public.new_view FOR EACH ROW EXECUTE FUNCTION touch();

-- undo
DROP TRIGGER new_trigger ON public.new_view;
DROP RULE new_rule ON public.new_view;
DROP INDEX CONCURRENTLY IF EXISTS public.stays;
DROP INDEX CONCURRENTLY IF EXISTS public.new_index;
DROP VIEW public.new_view;
DROP MATERIALIZED VIEW public.new_totals;
CREATE MATERIALIZED VIEW public.new_totals AS
SELECT a
   FROM t;
CREATE VIEW public.new_view AS
SELECT a
   FROM new_totals;
CREATE TRIGGER new_trigger INSTEAD OF INSERT ON public.new_view FOR EACH ROW EXECUTE FUNCTION touch();
CREATE RULE new_rule AS ON UPDATE TO public.new_view DO INSTEAD NOTHING;
CREATE UNIQUE INDEX CONCURRENTLY stays ON public.new_totals (a);
COMMENT ON INDEX public.stays IS 'one a';
CREATE INDEX CONCURRENTLY new_index ON public.new_totals (a);
ALTER TRIGGER new_trigger ON public.new_view RENAME TO old_trigger;
ALTER RULE new_rule ON public.new_view RENAME TO old_rule;
ALTER INDEX public.new_index RENAME TO old_index;
ALTER MATERIALIZED VIEW public.new_totals RENAME TO old_totals;
ALTER VIEW public.new_view RENAME TO old_view;
