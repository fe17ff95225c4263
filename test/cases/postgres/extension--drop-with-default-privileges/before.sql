DO $$ BEGIN CREATE ROLE case_app; EXCEPTION WHEN duplicate_object OR unique_violation THEN END $$;
-- What it holds was made before functions were given to anybody.
CREATE SCHEMA extensions;
CREATE EXTENSION citext SCHEMA extensions;
ALTER DEFAULT PRIVILEGES GRANT ALL ON FUNCTIONS TO case_app;
CREATE TABLE users (id integer, email varchar(255), phone text);
GRANT SELECT (id, email), UPDATE (email) ON users TO case_app;
