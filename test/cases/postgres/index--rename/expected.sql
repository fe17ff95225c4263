-- in one transaction
ALTER INDEX public.old_idx RENAME TO t_a_idx;

-- undo
ALTER INDEX public.t_a_idx RENAME TO old_idx;
