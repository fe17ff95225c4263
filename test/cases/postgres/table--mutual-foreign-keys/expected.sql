-- in one transaction
CREATE TABLE public.authors (
  id integer,
  best_book integer,
  PRIMARY KEY (id)
);
CREATE TABLE public.books (
  id integer,
  author integer NOT NULL,
  PRIMARY KEY (id)
);
ALTER TABLE public.authors ADD CONSTRAINT authors_best_book_fkey FOREIGN KEY (best_book) REFERENCES public.books (id);
ALTER TABLE public.books ADD CONSTRAINT books_author_fkey FOREIGN KEY (author) REFERENCES public.authors (id);

-- undo
ALTER TABLE public.books DROP CONSTRAINT books_author_fkey;
ALTER TABLE public.authors DROP CONSTRAINT authors_best_book_fkey;
DROP TABLE public.books;
DROP TABLE public.authors;
