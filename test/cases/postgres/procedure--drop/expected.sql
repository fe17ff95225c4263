-- in one transaction
DROP PROCEDURE public.rename_all(IN integer);

-- undo
CREATE OR REPLACE PROCEDURE public.rename_all(INOUT n integer)
 LANGUAGE plpgsql
AS $$ begin update people set name = name || n; end $$;
