-- in one transaction
CREATE INDEX t_idx_dbops_new ON public.t (a, b DESC);
DROP INDEX public.t_idx;
ALTER INDEX public.t_idx_dbops_new RENAME TO t_idx;
CREATE INDEX t_where_idx_dbops_new ON public.t (b) WHERE a > 1;
DROP INDEX public.t_where_idx;
ALTER INDEX public.t_where_idx_dbops_new RENAME TO t_where_idx;

-- undo
ALTER INDEX public.t_where_idx RENAME TO t_where_idx_dbops_new;
CREATE INDEX t_where_idx ON public.t (b) WHERE a > 0;
DROP INDEX public.t_where_idx_dbops_new;
ALTER INDEX public.t_idx RENAME TO t_idx_dbops_new;
CREATE INDEX t_idx ON public.t (a);
DROP INDEX public.t_idx_dbops_new;
