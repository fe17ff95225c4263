-- in one transaction
ALTER TEXT SEARCH DICTIONARY public.plain (stopwords = 'german', accept = 'false');
CREATE TEXT SEARCH DICTIONARY public.stems (template = snowball, language = 'english');
ALTER TEXT SEARCH CONFIGURATION public.words DROP MAPPING FOR email;
ALTER TEXT SEARCH CONFIGURATION public.words ALTER MAPPING FOR asciiword WITH stems;
ALTER TEXT SEARCH CONFIGURATION public.words ALTER MAPPING FOR word WITH simple;
COMMENT ON TEXT SEARCH CONFIGURATION public.words IS 'Words';

-- undo
COMMENT ON TEXT SEARCH CONFIGURATION public.words IS NULL;
ALTER TEXT SEARCH CONFIGURATION public.words ALTER MAPPING FOR asciiword, word WITH plain, simple;
ALTER TEXT SEARCH CONFIGURATION public.words ADD MAPPING FOR email WITH simple;
DROP TEXT SEARCH DICTIONARY public.stems;
ALTER TEXT SEARCH DICTIONARY public.plain (accept, stopwords = 'english');
