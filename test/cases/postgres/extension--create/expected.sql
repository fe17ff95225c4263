-- in one transaction
CREATE EXTENSION citext;
CREATE TABLE public.users (
  email citext NOT NULL
);

-- undo
DROP TABLE public.users;
DROP EXTENSION citext;
