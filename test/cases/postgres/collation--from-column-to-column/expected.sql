-- in one transaction
ALTER TABLE public.artists ALTER COLUMN name TYPE text;
DROP COLLATION public.names;
CREATE COLLATION public.names (provider = icu, locale = 'sv');
ALTER TABLE public.artists ALTER COLUMN sort_name TYPE text COLLATE names;

-- undo
ALTER TABLE public.artists ALTER COLUMN sort_name TYPE text;
DROP COLLATION public.names;
CREATE COLLATION public.names (provider = icu, locale = 'de');
ALTER TABLE public.artists ALTER COLUMN name TYPE text COLLATE names;
