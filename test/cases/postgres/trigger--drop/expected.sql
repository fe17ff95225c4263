-- in one transaction
DROP TRIGGER people_touch ON public.people;
DROP FUNCTION public.touch();

-- undo
CREATE OR REPLACE FUNCTION public.touch()
 RETURNS trigger
 LANGUAGE plpgsql
AS $$ begin return new; end $$;
CREATE TRIGGER people_touch BEFORE UPDATE OF name ON public.people FOR EACH ROW WHEN (old.name IS DISTINCT FROM new.name) EXECUTE FUNCTION touch();
COMMENT ON TRIGGER people_touch ON public.people IS 'Touches';
