-- in one transaction
DROP INDEX public.t_a_idx;
DROP INDEX public.t_lower_idx;

-- undo
CREATE INDEX t_lower_idx ON public.t ((lower(b))) WHERE a > 0;
COMMENT ON INDEX public.t_lower_idx IS 'Gone soon';
CREATE UNIQUE INDEX t_a_idx ON public.t (a);
