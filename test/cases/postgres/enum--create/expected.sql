-- in one transaction
CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'very happy', 'it''s');
CREATE TABLE public.people (
  current mood DEFAULT 'ok' NOT NULL,
  past mood[]
);

-- undo
DROP TABLE public.people;
DROP TYPE public.mood;
