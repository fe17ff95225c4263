-- in one transaction
CREATE STATISTICS public.people_s (ndistinct) on name, home from people;

-- undo
DROP STATISTICS public.people_s;
