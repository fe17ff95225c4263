-- in one transaction
ALTER VIEW public.old_view RENAME TO new_view;

-- undo
ALTER VIEW public.new_view RENAME TO old_view;
