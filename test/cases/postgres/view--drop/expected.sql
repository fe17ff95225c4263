-- in one transaction
DROP VIEW public.w;
DROP VIEW public.v;

-- undo
CREATE VIEW public.v AS
SELECT a
   FROM t;
CREATE VIEW public.w AS
SELECT a
   FROM v;
