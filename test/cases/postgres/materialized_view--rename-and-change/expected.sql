-- in one transaction
CREATE MATERIALIZED VIEW public.new_totals AS
select a, id from t;
CREATE VIEW public.new_view AS
SELECT a
   FROM new_totals;
DROP TRIGGER old_trigger ON public.old_view;
CREATE TRIGGER new_trigger INSTEAD OF INSERT ON public.new_view FOR EACH ROW EXECUTE FUNCTION touch();
DROP RULE old_rule ON public.old_view;
DROP VIEW public.old_view;
CREATE RULE new_rule AS ON UPDATE TO public.new_view DO INSTEAD NOTHING;
-- by itself
DROP INDEX CONCURRENTLY public.old_index;
-- by itself
CREATE INDEX CONCURRENTLY new_index ON public.new_totals (a);
-- by itself
DROP INDEX CONCURRENTLY public.stays;
-- in one transaction
DROP MATERIALIZED VIEW public.old_totals;
-- by itself
CREATE UNIQUE INDEX CONCURRENTLY stays ON public.new_totals (a);
-- in one transaction
COMMENT ON INDEX public.stays IS 'one a';

-- undo
DROP INDEX CONCURRENTLY IF EXISTS public.stays;
CREATE MATERIALIZED VIEW public.old_totals AS
SELECT a
   FROM t;
CREATE UNIQUE INDEX CONCURRENTLY stays ON public.old_totals (a);
COMMENT ON INDEX public.stays IS 'one a';
DROP INDEX CONCURRENTLY IF EXISTS public.new_index;
CREATE INDEX CONCURRENTLY old_index ON public.old_totals (a);
DROP RULE new_rule ON public.new_view;
CREATE VIEW public.old_view AS
SELECT a
   FROM old_totals;
CREATE RULE old_rule AS ON UPDATE TO public.old_view DO INSTEAD NOTHING;
DROP TRIGGER new_trigger ON public.new_view;
CREATE TRIGGER old_trigger INSTEAD OF INSERT ON public.old_view FOR EACH ROW EXECUTE FUNCTION touch();
DROP VIEW public.new_view;
DROP MATERIALIZED VIEW public.new_totals;
