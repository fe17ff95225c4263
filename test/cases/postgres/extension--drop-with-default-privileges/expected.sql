-- in one transaction
ALTER TABLE public.users ALTER COLUMN email TYPE text;
REVOKE SELECT (email, id), UPDATE (email) ON TABLE public.users FROM case_app;
GRANT SELECT ON TABLE public.users TO case_app;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM case_app;
DROP EXTENSION citext;
DROP SCHEMA extensions;

-- undo
CREATE SCHEMA extensions;
CREATE EXTENSION citext SCHEMA extensions;
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO case_app;
REVOKE SELECT ON TABLE public.users FROM case_app;
GRANT SELECT (email, id), UPDATE (email) ON TABLE public.users TO case_app;
ALTER TABLE public.users ALTER COLUMN email TYPE character varying(255);
