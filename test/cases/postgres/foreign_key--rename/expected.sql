-- in one transaction
ALTER TABLE public.c RENAME CONSTRAINT old_fkey TO c_p_id_fkey;

-- undo
ALTER TABLE public.c RENAME CONSTRAINT c_p_id_fkey TO old_fkey;
