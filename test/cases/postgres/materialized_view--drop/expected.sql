-- in one transaction
DROP VIEW public.full_homes;
DROP MATERIALIZED VIEW public.homes;

-- undo
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
