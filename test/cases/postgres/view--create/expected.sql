-- in one transaction
CREATE TABLE public.t (
  id integer,
  n integer,
  PRIMARY KEY (id)
);
CREATE VIEW public.b_big AS
select id, n from t where n > 10
WITH LOCAL CHECK OPTION;
CREATE VIEW public.a_totals AS
select count(*) as rows, sum(n) as total from b_big;
COMMENT ON VIEW public.b_big IS 'Big ones';
CREATE VIEW public.c_safe (renamed) WITH (security_barrier='true') AS
select id from t;

-- undo
DROP VIEW public.c_safe;
DROP VIEW public.a_totals;
DROP VIEW public.b_big;
DROP TABLE public.t;
