-- in one transaction
ALTER TABLE public.people ENABLE ROW LEVEL SECURITY;
CREATE POLICY people_read ON public.people FOR SELECT USING (home = 7);

-- undo
DROP POLICY people_read ON public.people;
ALTER TABLE public.people DISABLE ROW LEVEL SECURITY;
