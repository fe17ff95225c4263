-- in one transaction
CREATE UNIQUE INDEX t_a_idx ON public.t (a) NULLS NOT DISTINCT;

-- undo
DROP INDEX public.t_a_idx;
