-- in one transaction
DROP FUNCTION public.names();
DROP INDEX public.c_name;
DROP MATERIALIZED VIEW public.c;
DROP VIEW public.b;
DROP VIEW public.a;
CREATE VIEW public.a AS
SELECT people.name,
    (people.id)::bigint AS id,
    people.born
   FROM people;
CREATE VIEW public.b AS
SELECT id,
    name
   FROM a;
COMMENT ON VIEW public.b IS 'Second';
CREATE OR REPLACE FUNCTION public.names()
 RETURNS SETOF b
 LANGUAGE sql
AS $$ select * from b $$;
CREATE MATERIALIZED VIEW public.c AS
SELECT name,
    count(*) AS n
   FROM b
  GROUP BY name;
CREATE UNIQUE INDEX c_name ON public.c (name);

-- undo
DROP INDEX public.c_name;
DROP MATERIALIZED VIEW public.c;
DROP FUNCTION public.names();
DROP VIEW public.b;
DROP VIEW public.a;
CREATE VIEW public.a AS
SELECT id,
    name
   FROM people;
CREATE VIEW public.b AS
SELECT id,
    name
   FROM a;
COMMENT ON VIEW public.b IS 'Second';
CREATE MATERIALIZED VIEW public.c AS
SELECT name,
    count(*) AS n
   FROM b
  GROUP BY name;
CREATE UNIQUE INDEX c_name ON public.c (name);
CREATE OR REPLACE FUNCTION public.names()
 RETURNS SETOF b
 LANGUAGE sql
AS $$ select * from b $$;
