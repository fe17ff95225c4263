-- in one transaction
DROP TABLE public.spans;
DROP TYPE public.span;

-- undo
CREATE TYPE public.span AS RANGE (subtype = double precision, subtype_diff = float8mi);
CREATE TABLE public.spans (
  s span
);
