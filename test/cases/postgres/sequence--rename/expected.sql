-- in one transaction
ALTER SEQUENCE public.old_number RENAME TO new_number;

-- undo
ALTER SEQUENCE public.new_number RENAME TO old_number;
