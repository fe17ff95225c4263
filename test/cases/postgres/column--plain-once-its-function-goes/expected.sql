-- in one transaction
ALTER TABLE public.notes ALTER COLUMN words DROP EXPRESSION;
ALTER TABLE public.notes ALTER COLUMN loud DROP EXPRESSION;
DROP TEXT SEARCH CONFIGURATION public.plain;
DROP FUNCTION public.shout(text);

-- undo
CREATE OR REPLACE FUNCTION public.shout(text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $$SELECT upper($1)$$;
CREATE TEXT SEARCH CONFIGURATION public.plain (PARSER = pg_catalog."default");
ALTER TEXT SEARCH CONFIGURATION public.plain ADD MAPPING FOR asciiword, word, numword, email, url, host, sfloat, version, hword_numpart, hword_part, hword_asciipart, numhword, asciihword, hword, url_path, file, "float", "int", uint WITH simple;
ALTER TABLE public.notes DROP COLUMN loud;
ALTER TABLE public.notes ADD COLUMN loud text GENERATED ALWAYS AS (shout(body)) STORED;
ALTER TABLE public.notes DROP COLUMN words;
ALTER TABLE public.notes ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('plain'::regconfig, body)) STORED;
