-- in one transaction
DROP TRIGGER people_touch ON public.people;
CREATE OR REPLACE FUNCTION public.touch()
 RETURNS trigger
 LANGUAGE plpgsql
AS $$ begin return null; end $$;
CREATE TRIGGER people_touch AFTER INSERT OR UPDATE OF name, born ON public.people FOR EACH ROW EXECUTE FUNCTION touch('x');
ALTER TABLE public.people DISABLE TRIGGER people_touch;
CREATE CONSTRAINT TRIGGER people_late AFTER INSERT ON public.people DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE public.people ENABLE ALWAYS TRIGGER people_late;
CREATE TRIGGER people_many AFTER DELETE ON public.people REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION touch();

-- undo
DROP TRIGGER people_many ON public.people;
DROP TRIGGER people_late ON public.people;
DROP TRIGGER people_touch ON public.people;
CREATE OR REPLACE FUNCTION public.touch()
 RETURNS trigger
 LANGUAGE plpgsql
AS $$ begin return new; end $$;
CREATE TRIGGER people_touch BEFORE UPDATE OF name ON public.people FOR EACH ROW WHEN (old.name IS DISTINCT FROM new.name) EXECUTE FUNCTION touch();
COMMENT ON TRIGGER people_touch ON public.people IS 'Touches';
