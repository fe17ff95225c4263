-- in one transaction
ALTER TABLE public.people DISABLE ROW LEVEL SECURITY;
DROP POLICY people_read ON public.people;

-- undo
CREATE POLICY people_read ON public.people FOR SELECT USING (home = 7);
ALTER TABLE public.people ENABLE ROW LEVEL SECURITY;
