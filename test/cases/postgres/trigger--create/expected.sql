-- in one transaction
CREATE OR REPLACE FUNCTION public.touch()
 RETURNS trigger
 LANGUAGE plpgsql
AS $$ begin return new; end $$;
CREATE TRIGGER people_touch BEFORE UPDATE OF name ON public.people FOR EACH ROW WHEN (old.name is distinct from new.name) EXECUTE FUNCTION touch();
COMMENT ON TRIGGER people_touch ON public.people IS 'Touches';

-- undo
DROP TRIGGER people_touch ON public.people;
DROP FUNCTION public.touch();
