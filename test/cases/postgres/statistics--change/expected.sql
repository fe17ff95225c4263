-- in one transaction
DROP STATISTICS public.people_s;
CREATE STATISTICS public.people_s (ndistinct, dependencies) on name, born, home from people;
ALTER STATISTICS public.people_s SET STATISTICS 50;
COMMENT ON STATISTICS public.people_s IS 'They go together';

-- undo
DROP STATISTICS public.people_s;
CREATE STATISTICS public.people_s (ndistinct) ON home, name FROM people;
