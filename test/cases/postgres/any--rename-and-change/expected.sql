-- in one transaction
ALTER DOMAIN public.old_domain RENAME TO new_domain;
ALTER TYPE public.old_pair RENAME TO new_pair;
ALTER VIEW public.old_view RENAME TO new_view;
ALTER RULE old_rule ON public.t RENAME TO new_rule;
ALTER TRIGGER old_trigger ON public.t RENAME TO new_trigger;
ALTER POLICY old_policy ON public.t RENAME TO new_policy;
DROP TRIGGER new_trigger ON public.t;
CREATE TRIGGER new_trigger BEFORE INSERT OR UPDATE ON public.t FOR EACH ROW EXECUTE FUNCTION touch();
DROP POLICY new_policy ON public.t;
CREATE POLICY new_policy ON public.t FOR UPDATE USING (a > 1);
DROP RULE new_rule ON public.t;
CREATE RULE new_rule AS on update to t do instead nothing;
DROP VIEW public.new_view;
CREATE VIEW public.new_view AS
select id, a from t;
ALTER DOMAIN public.new_domain DROP CONSTRAINT positive;
ALTER DOMAIN public.new_domain ADD CONSTRAINT positive CHECK (value > 1);
COMMENT ON COLUMN public.new_pair.x IS 'two';

-- undo
COMMENT ON COLUMN public.new_pair.x IS 'one';
ALTER DOMAIN public.new_domain DROP CONSTRAINT positive;
ALTER DOMAIN public.new_domain ADD CONSTRAINT positive CHECK (VALUE > 0);
DROP VIEW public.new_view;
CREATE VIEW public.new_view AS
SELECT id
   FROM t;
DROP RULE new_rule ON public.t;
CREATE RULE new_rule AS ON DELETE TO public.t DO INSTEAD NOTHING;
DROP POLICY new_policy ON public.t;
CREATE POLICY new_policy ON public.t FOR SELECT USING (a > 0);
DROP TRIGGER new_trigger ON public.t;
CREATE TRIGGER new_trigger BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION touch();
ALTER POLICY new_policy ON public.t RENAME TO old_policy;
ALTER TRIGGER new_trigger ON public.t RENAME TO old_trigger;
ALTER RULE new_rule ON public.t RENAME TO old_rule;
ALTER VIEW public.new_view RENAME TO old_view;
ALTER TYPE public.new_pair RENAME TO old_pair;
ALTER DOMAIN public.new_domain RENAME TO old_domain;
