-- in one transaction
DROP RULE people_stay ON public.people;

-- undo
CREATE RULE people_stay AS ON DELETE TO public.people DO INSTEAD NOTHING;
