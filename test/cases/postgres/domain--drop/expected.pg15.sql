-- in one transaction
ALTER TABLE public.people DROP COLUMN mails;
DROP VIEW public.mails;
ALTER TABLE public.people DROP COLUMN mail;
DROP DOMAIN public.email;

-- undo
CREATE DOMAIN public.email AS text DEFAULT 'a@b'::text NOT NULL CONSTRAINT email_at CHECK (VALUE ~~ '%@%'::text);
COMMENT ON DOMAIN public.email IS 'Where to write';
ALTER TABLE public.people ADD COLUMN mail email;
CREATE VIEW public.mails AS
SELECT people.mail
   FROM people;
ALTER TABLE public.people ADD COLUMN mails email[];
