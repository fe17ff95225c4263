-- in one transaction
DROP STATISTICS public.people_s;

-- undo
CREATE STATISTICS public.people_s (ndistinct) ON name, home FROM people;
