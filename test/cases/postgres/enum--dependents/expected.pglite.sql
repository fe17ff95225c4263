-- in one transaction
ALTER TABLE public.t DROP CONSTRAINT t_m_check;
DROP INDEX public.t_m_idx;
DROP VIEW public.v;
DROP INDEX public.mv_m;
DROP MATERIALIZED VIEW public.mv;
DROP FUNCTION public.worse(mood);
ALTER TYPE public.mood RENAME TO mood_dbops_swap;
CREATE TYPE public.mood AS ENUM ('sad', 'glad', 'so', 'mad');
ALTER TABLE public.t ALTER COLUMN m DROP DEFAULT, ALTER COLUMN ms DROP DEFAULT, ALTER COLUMN m TYPE public.mood USING m::text::public.mood, ALTER COLUMN m SET DEFAULT 'so'::mood, ALTER COLUMN ms TYPE public.mood[] USING ms::text[]::public.mood[], ALTER COLUMN ms SET DEFAULT '{sad}'::mood[];
DROP TYPE public.mood_dbops_swap;
ALTER TABLE public.t ADD CONSTRAINT t_m_check CHECK ((m <> 'sad'::mood) OR (id > 0));
CREATE INDEX t_m_idx ON public.t (m) WHERE m = 'glad'::mood;
CREATE MATERIALIZED VIEW public.mv AS
SELECT m,
    count(*) AS n
   FROM t
  GROUP BY m;
CREATE UNIQUE INDEX mv_m ON public.mv (m);
CREATE OR REPLACE FUNCTION public.worse(mood)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $$ select $1 < 'so'::mood $$;
CREATE VIEW public.v AS
SELECT m,
    worse(m) AS bad
   FROM t;

-- undo
DROP VIEW public.v;
DROP FUNCTION public.worse(mood);
DROP INDEX public.mv_m;
DROP MATERIALIZED VIEW public.mv;
DROP INDEX public.t_m_idx;
ALTER TABLE public.t DROP CONSTRAINT t_m_check;
CREATE TYPE public.mood_dbops_swap AS ENUM ('sad', 'so', 'glad');
ALTER TABLE public.t ALTER COLUMN m DROP DEFAULT, ALTER COLUMN ms DROP DEFAULT, ALTER COLUMN m TYPE public.mood_dbops_swap USING m::text::public.mood_dbops_swap, ALTER COLUMN ms TYPE public.mood_dbops_swap[] USING ms::text[]::public.mood_dbops_swap[];
DROP TYPE public.mood;
ALTER TYPE public.mood_dbops_swap RENAME TO mood;
ALTER TABLE public.t ALTER COLUMN m SET DEFAULT 'so'::mood, ALTER COLUMN ms SET DEFAULT '{sad}'::mood[];
CREATE OR REPLACE FUNCTION public.worse(mood)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $$ select $1 < 'so'::mood $$;
CREATE MATERIALIZED VIEW public.mv AS
SELECT m,
    count(*) AS n
   FROM t
  GROUP BY m;
CREATE UNIQUE INDEX mv_m ON public.mv (m);
CREATE VIEW public.v AS
SELECT m,
    worse(m) AS bad
   FROM t;
CREATE INDEX t_m_idx ON public.t (m) WHERE m = 'glad'::mood;
ALTER TABLE public.t ADD CONSTRAINT t_m_check CHECK ((m <> 'sad'::mood) OR (id > 0));
