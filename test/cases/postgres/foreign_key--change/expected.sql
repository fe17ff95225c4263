-- in one transaction
ALTER TABLE public.c DROP CONSTRAINT c_p_id_fkey;
ALTER TABLE public.c ADD CONSTRAINT c_p_id_fkey FOREIGN KEY (p_id) REFERENCES public.p (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED NOT VALID;
-- in one transaction
ALTER TABLE public.c VALIDATE CONSTRAINT c_p_id_fkey;
-- in one transaction
ALTER TABLE public.c VALIDATE CONSTRAINT c_self_fkey;

-- undo
ALTER TABLE public.c DROP CONSTRAINT c_self_fkey;
ALTER TABLE public.c ADD CONSTRAINT c_self_fkey FOREIGN KEY (self) REFERENCES public.c (id) NOT VALID;
ALTER TABLE public.c DROP CONSTRAINT c_p_id_fkey;
ALTER TABLE public.c ADD CONSTRAINT c_p_id_fkey FOREIGN KEY (p_id) REFERENCES public.p (id) ON DELETE CASCADE;
