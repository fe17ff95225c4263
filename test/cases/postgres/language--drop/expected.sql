-- in one transaction
DROP CONVERSION public.from_latin1;
DROP ACCESS METHOD more;
DROP FUNCTION public.seven();
DROP LANGUAGE other;

-- undo
CREATE TRUSTED LANGUAGE other HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
COMMENT ON LANGUAGE other IS 'The same by another name';
CREATE OR REPLACE FUNCTION public.seven()
 RETURNS integer
 LANGUAGE other
AS $$ begin return 7; end $$;
CREATE ACCESS METHOD more TYPE INDEX HANDLER bthandler;
COMMENT ON ACCESS METHOD more IS 'Another tree';
CREATE CONVERSION public.from_latin1 FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
