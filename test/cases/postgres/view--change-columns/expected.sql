-- in one transaction
DROP VIEW public.top;
DROP VIEW public.v;
CREATE VIEW public.v AS
select b, a::bigint as a from t;
CREATE VIEW public.top AS
SELECT a
   FROM v;

-- undo
DROP VIEW public.top;
DROP VIEW public.v;
CREATE VIEW public.v AS
SELECT a,
    b
   FROM t;
CREATE VIEW public.top AS
SELECT a
   FROM v;
