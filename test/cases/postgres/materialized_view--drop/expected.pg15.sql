-- in one transaction
DROP VIEW public.full_homes;
DROP MATERIALIZED VIEW public.homes;

-- undo
CREATE MATERIALIZED VIEW public.homes AS
SELECT people.home,
    count(*) AS n
   FROM people
  GROUP BY people.home;
CREATE UNIQUE INDEX homes_home_idx ON public.homes (home);
CREATE VIEW public.full_homes AS
SELECT homes.home
   FROM homes
  WHERE (homes.n > 1);
