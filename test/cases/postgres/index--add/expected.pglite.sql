-- in one transaction
CREATE INDEX t_a_idx ON public.t (a);
CREATE INDEX t_a_b_idx ON public.t (a DESC, b NULLS FIRST);
COMMENT ON INDEX public.t_a_b_idx IS 'Ordered';
CREATE UNIQUE INDEX t_b_unique_idx ON public.t (b) WHERE a > 0;
CREATE INDEX t_c_idx ON public.t USING gin (c jsonb_path_ops);
CREATE INDEX t_covering_idx ON public.t (a) INCLUDE (b, d);
CREATE INDEX t_d_idx ON public.t USING brin (d);
CREATE INDEX t_e_idx ON public.t USING gist (e);
CREATE INDEX t_hash_idx ON public.t USING hash (b);
CREATE INDEX t_lower_idx ON public.t ((lower(b)), (b collate "C"), b text_pattern_ops);

-- undo
DROP INDEX public.t_lower_idx;
DROP INDEX public.t_hash_idx;
DROP INDEX public.t_e_idx;
DROP INDEX public.t_d_idx;
DROP INDEX public.t_covering_idx;
DROP INDEX public.t_c_idx;
DROP INDEX public.t_b_unique_idx;
DROP INDEX public.t_a_b_idx;
DROP INDEX public.t_a_idx;
