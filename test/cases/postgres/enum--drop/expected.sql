-- in one transaction
DROP TYPE public.mood;

-- undo
CREATE TYPE public.mood AS ENUM ('sad', 'ok');
