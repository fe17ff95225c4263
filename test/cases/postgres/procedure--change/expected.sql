-- in one transaction
CREATE OR REPLACE PROCEDURE public.rename_all(INOUT n integer)
 LANGUAGE sql
 SECURITY DEFINER
AS $$ select n + 1 $$;
COMMENT ON PROCEDURE public.rename_all(IN integer) IS 'All of them';

-- undo
COMMENT ON PROCEDURE public.rename_all(IN integer) IS NULL;
CREATE OR REPLACE PROCEDURE public.rename_all(INOUT n integer)
 LANGUAGE plpgsql
AS $$ begin update people set name = name || n; end $$;
