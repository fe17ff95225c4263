-- in one transaction
DROP VIEW public.w;
DROP VIEW public.v;

-- undo
CREATE VIEW public.v AS
SELECT t.a
   FROM t;
CREATE VIEW public.w AS
SELECT v.a
   FROM v;
