-- in one transaction
DROP VIEW public.mails;
ALTER DOMAIN public.email RENAME TO email_dbops_swap;
CREATE DOMAIN public.email AS text DEFAULT 'c@d' CONSTRAINT email_at CHECK (value like '%_@_%') CONSTRAINT email_short CHECK (length(value) < 90);
COMMENT ON CONSTRAINT email_short ON DOMAIN public.email IS 'Short';
COMMENT ON DOMAIN public.email IS 'Where to write';
ALTER TABLE public.people ALTER COLUMN mail TYPE public.email USING mail::public.email, ALTER COLUMN mails TYPE public.email[] USING mails::public.email[];
DROP DOMAIN public.email_dbops_swap;
COMMENT ON DOMAIN public.email IS NULL;
CREATE VIEW public.mails AS
SELECT mail
   FROM people;

-- undo
DROP VIEW public.mails;
COMMENT ON DOMAIN public.email IS 'Where to write';
CREATE DOMAIN public.email_dbops_swap AS text DEFAULT 'a@b'::text CONSTRAINT email_not_null NOT NULL CONSTRAINT email_at CHECK (VALUE ~~ '%@%'::text);
COMMENT ON DOMAIN public.email_dbops_swap IS 'Where to write';
ALTER TABLE public.people ALTER COLUMN mail TYPE public.email_dbops_swap USING mail::public.email_dbops_swap, ALTER COLUMN mails TYPE public.email_dbops_swap[] USING mails::public.email_dbops_swap[];
DROP DOMAIN public.email;
ALTER DOMAIN public.email_dbops_swap RENAME TO email;
CREATE VIEW public.mails AS
SELECT mail
   FROM people;
