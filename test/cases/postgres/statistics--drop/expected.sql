-- in one transaction
DROP STATISTICS public.people_s;

-- undo
CREATE STATISTICS public.people_s (ndistinct) ON home, name FROM people;
