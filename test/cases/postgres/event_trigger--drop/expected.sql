-- in one transaction
DROP EVENT TRIGGER watch;
DROP FUNCTION public.note();

-- undo
CREATE OR REPLACE FUNCTION public.note()
 RETURNS event_trigger
 LANGUAGE plpgsql
AS $$ begin null; end $$;
CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION note();
