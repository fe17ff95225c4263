-- in one transaction
ALTER TABLE public.c DROP CONSTRAINT c_p_id_fkey;

-- undo
ALTER TABLE public.c ADD CONSTRAINT c_p_id_fkey FOREIGN KEY (p_id) REFERENCES public.p (id) ON DELETE CASCADE;
