-- in one transaction
ALTER TABLE public.people FORCE ROW LEVEL SECURITY;
DROP POLICY people_read ON public.people;
CREATE POLICY people_read ON public.people AS RESTRICTIVE USING (home > 0) WITH CHECK (home > 1);
COMMENT ON POLICY people_read ON public.people IS 'Only there';
CREATE POLICY people_write ON public.people FOR INSERT WITH CHECK (name <> '');

-- undo
DROP POLICY people_write ON public.people;
DROP POLICY people_read ON public.people;
CREATE POLICY people_read ON public.people FOR SELECT USING (home = 7);
ALTER TABLE public.people NO FORCE ROW LEVEL SECURITY;
