-- in one transaction
ALTER TABLE public.users DROP COLUMN old;
ALTER TABLE public.users ALTER COLUMN email TYPE text;
ALTER EXTENSION citext SET SCHEMA public;
ALTER TABLE public.users ADD COLUMN nick citext;
ALTER TABLE public.users ALTER COLUMN name SET DEFAULT ''::citext;
ALTER TABLE public.users ALTER COLUMN title TYPE citext;

-- undo
ALTER TABLE public.users ALTER COLUMN title TYPE text;
ALTER TABLE public.users ALTER COLUMN name DROP DEFAULT;
ALTER TABLE public.users DROP COLUMN nick;
ALTER EXTENSION citext SET SCHEMA extensions;
ALTER TABLE public.users ALTER COLUMN email TYPE extensions.citext USING email::extensions.citext;
ALTER TABLE public.users ADD COLUMN old extensions.citext;
