-- in one transaction
ALTER TABLE public.people DROP CONSTRAINT people_name_check;
DROP POLICY own ON public.people;
ALTER TABLE public.people DROP COLUMN tidy_name;
DROP VIEW public.tidied;
DROP MATERIALIZED VIEW public.kept;
-- by itself
DROP INDEX CONCURRENTLY public.people_tidy;
-- in one transaction
DROP FUNCTION public.tidy(text);
CREATE OR REPLACE FUNCTION public.tidy(text)
 RETURNS character varying
 LANGUAGE sql
 IMMUTABLE
AS $$ select upper($1) $$;
ALTER TABLE public.people ADD CONSTRAINT people_name_check CHECK ((tidy(name))::text <> ''::text) NOT VALID;
-- in one transaction
ALTER TABLE public.people VALIDATE CONSTRAINT people_name_check;
-- in one transaction
CREATE POLICY own ON public.people USING ((tidy(name))::text = CURRENT_USER);
ALTER TABLE public.people ADD COLUMN tidy_name text GENERATED ALWAYS AS (tidy(name)) STORED;
CREATE VIEW public.tidied AS
SELECT id,
    tidy(name) AS name
   FROM people;
CREATE MATERIALIZED VIEW public.kept AS
SELECT tidy(name) AS name
   FROM people;
-- by itself
CREATE INDEX CONCURRENTLY people_tidy ON public.people ((tidy(name)));

-- undo
DROP INDEX CONCURRENTLY IF EXISTS public.people_tidy;
DROP MATERIALIZED VIEW public.kept;
DROP VIEW public.tidied;
ALTER TABLE public.people DROP COLUMN tidy_name;
DROP POLICY own ON public.people;
ALTER TABLE public.people DROP CONSTRAINT people_name_check;
DROP FUNCTION public.tidy(text);
CREATE OR REPLACE FUNCTION public.tidy(text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $$ select lower($1) $$;
CREATE INDEX CONCURRENTLY people_tidy ON public.people ((tidy(name)));
CREATE MATERIALIZED VIEW public.kept AS
SELECT tidy(name) AS name
   FROM people;
CREATE VIEW public.tidied AS
SELECT id,
    tidy(name) AS name
   FROM people;
ALTER TABLE public.people ADD COLUMN tidy_name text GENERATED ALWAYS AS (tidy(name)) STORED;
CREATE POLICY own ON public.people USING (tidy(name) = CURRENT_USER);
ALTER TABLE public.people ADD CONSTRAINT people_name_check CHECK (tidy(name) <> ''::text);
