-- in one transaction
CREATE MATERIALIZED VIEW public.homes AS
select home, count(*) as n from people group by home;
CREATE VIEW public.full_homes AS
select home from homes where n > 1;
CREATE UNIQUE INDEX homes_home_idx ON public.homes (home);

-- undo
DROP INDEX public.homes_home_idx;
DROP VIEW public.full_homes;
DROP MATERIALIZED VIEW public.homes;
