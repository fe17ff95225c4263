-- in one transaction
DROP VIEW public.top;
DROP VIEW public.v;
CREATE VIEW public.v AS
select a, b from t where a > 0;
COMMENT ON VIEW public.v IS 'After';
CREATE VIEW public.top AS
SELECT a
   FROM v;

-- undo
DROP VIEW public.top;
DROP VIEW public.v;
CREATE VIEW public.v AS
SELECT a
   FROM t;
COMMENT ON VIEW public.v IS 'Before';
CREATE VIEW public.top AS
SELECT a
   FROM v;
