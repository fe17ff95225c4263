-- in one transaction
CREATE COLLATION public.plain (provider = libc, locale = 'C');
CREATE TABLE public.words (
  w text COLLATE plain
);
CREATE INDEX words_w_idx ON public.words (w);

-- undo
DROP INDEX public.words_w_idx;
DROP TABLE public.words;
DROP COLLATION public.plain;
