-- by itself
DROP INDEX CONCURRENTLY public.people_name_words;
-- in one transaction
DROP TEXT SEARCH CONFIGURATION public.words;
DROP TEXT SEARCH DICTIONARY public.plain;

-- undo
CREATE TEXT SEARCH DICTIONARY public.plain (template = simple, stopwords = 'english', accept = 'false');
COMMENT ON TEXT SEARCH DICTIONARY public.plain IS 'Words as they are';
CREATE TEXT SEARCH CONFIGURATION public.words (PARSER = pg_catalog."default");
ALTER TEXT SEARCH CONFIGURATION public.words ADD MAPPING FOR asciiword, word WITH plain, simple;
ALTER TEXT SEARCH CONFIGURATION public.words ADD MAPPING FOR numword, email, url, host, sfloat, version, hword_numpart, hword_part, hword_asciipart, numhword, asciihword, hword, url_path, file, "float", "int", uint WITH simple;
COMMENT ON TEXT SEARCH CONFIGURATION public.words IS 'Words';
CREATE INDEX CONCURRENTLY people_name_words ON public.people USING gin ((to_tsvector('words'::regconfig, name)));
