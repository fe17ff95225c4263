-- in one transaction
CREATE OR REPLACE PROCEDURE public.rename_all(INOUT n integer)
 LANGUAGE plpgsql
AS $$ begin update people set name = name || n; end $$;

-- undo
DROP PROCEDURE public.rename_all(IN integer);
