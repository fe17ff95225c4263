-- in one transaction
CREATE DOMAIN public.email AS text DEFAULT 'a@b' NOT NULL CONSTRAINT email_at CHECK (value like '%@%');
ALTER TABLE public.people ADD COLUMN mail email;
ALTER TABLE public.people ADD COLUMN mails email[];
CREATE VIEW public.mails AS
select mail from people;
COMMENT ON DOMAIN public.email IS 'Where to write';

-- undo
DROP VIEW public.mails;
ALTER TABLE public.people DROP COLUMN mails;
ALTER TABLE public.people DROP COLUMN mail;
DROP DOMAIN public.email;
