-- in one transaction
DROP VIEW public.top;
DROP VIEW public.v;
CREATE VIEW public.v AS
select b, a::bigint as a from t;
CREATE VIEW public.top AS
SELECT v.a
   FROM v;

-- undo
DROP VIEW public.top;
DROP VIEW public.v;
CREATE VIEW public.v AS
SELECT t.a,
    t.b
   FROM t;
CREATE VIEW public.top AS
SELECT v.a
   FROM v;
