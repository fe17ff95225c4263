-- in one transaction
CREATE SCHEMA IF NOT EXISTS public;
ALTER SCHEMA public OWNER TO pg_database_owner;
GRANT USAGE ON SCHEMA public TO PUBLIC;
COMMENT ON SCHEMA public IS 'standard public schema';
CREATE TABLE public.notes (
  note text
);

-- undo
DROP TABLE public.notes;
DROP SCHEMA public;
