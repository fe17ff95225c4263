-- in one transaction
DROP VIEW public.full_homes;
DROP INDEX public.homes_home_idx;
DROP MATERIALIZED VIEW public.homes;
CREATE MATERIALIZED VIEW public.homes WITH (fillfactor='70') AS
select home, count(*) as n, max(born) as last from people group by home;
COMMENT ON COLUMN public.homes.n IS 'How many';
COMMENT ON MATERIALIZED VIEW public.homes IS 'Who lives where';
CREATE INDEX homes_last_idx ON public.homes (last DESC);
CREATE VIEW public.full_homes AS
SELECT home
   FROM homes
  WHERE (n > 1);
CREATE UNIQUE INDEX homes_home_idx ON public.homes (home);

-- undo
DROP INDEX public.homes_home_idx;
DROP VIEW public.full_homes;
DROP INDEX public.homes_last_idx;
DROP MATERIALIZED VIEW public.homes;
CREATE MATERIALIZED VIEW public.homes AS
SELECT home,
    count(*) AS n
   FROM people
  GROUP BY home;
CREATE UNIQUE INDEX homes_home_idx ON public.homes (home);
CREATE VIEW public.full_homes AS
SELECT home
   FROM homes
  WHERE (n > 1);
