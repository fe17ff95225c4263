-- in one transaction
DROP RULE people_stay ON public.people;
CREATE RULE people_stay AS on delete to people where old.id = 1 do instead nothing;
ALTER TABLE public.people ENABLE ALWAYS RULE people_stay;
COMMENT ON RULE people_stay ON public.people IS 'Not the first';

-- undo
DROP RULE people_stay ON public.people;
CREATE RULE people_stay AS ON DELETE TO public.people DO INSTEAD NOTHING;
