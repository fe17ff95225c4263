-- in one transaction
DROP VIEW public.old_view;
CREATE VIEW public.new_view AS
select id, a from t;
ALTER DOMAIN public.old_domain RENAME TO new_domain;
ALTER DOMAIN public.new_domain DROP CONSTRAINT positive;
ALTER DOMAIN public.new_domain ADD CONSTRAINT positive CHECK (value > 1);
ALTER TYPE public.old_pair RENAME TO new_pair;
COMMENT ON COLUMN public.new_pair.x IS 'two';
DROP TRIGGER old_trigger ON public.t;
CREATE TRIGGER new_trigger BEFORE INSERT OR UPDATE ON public.t FOR EACH ROW EXECUTE FUNCTION touch();
DROP POLICY old_policy ON public.t;
CREATE POLICY new_policy ON public.t FOR UPDATE USING (a > 1);
DROP RULE old_rule ON public.t;
CREATE RULE new_rule AS on update to t do instead nothing;

-- undo
DROP RULE new_rule ON public.t;
CREATE RULE old_rule AS ON DELETE TO public.t DO INSTEAD NOTHING;
DROP POLICY new_policy ON public.t;
CREATE POLICY old_policy ON public.t FOR SELECT USING (a > 0);
DROP TRIGGER new_trigger ON public.t;
CREATE TRIGGER old_trigger BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION touch();
COMMENT ON COLUMN public.new_pair.x IS 'one';
ALTER TYPE public.new_pair RENAME TO old_pair;
ALTER DOMAIN public.new_domain DROP CONSTRAINT positive;
ALTER DOMAIN public.new_domain ADD CONSTRAINT positive CHECK (VALUE > 0);
ALTER DOMAIN public.new_domain RENAME TO old_domain;
DROP VIEW public.new_view;
CREATE VIEW public.old_view AS
SELECT t.id
   FROM t;
