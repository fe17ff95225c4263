-- in one transaction
CREATE TYPE public.span AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE TABLE public.spans (
  s span
);

-- undo
DROP TABLE public.spans;
DROP TYPE public.span;
