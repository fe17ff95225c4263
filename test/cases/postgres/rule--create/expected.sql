-- in one transaction
CREATE RULE people_stay AS on delete to people do instead nothing;

-- undo
DROP RULE people_stay ON public.people;
