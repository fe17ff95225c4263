-- in one transaction
CREATE INDEX c_p_id_idx ON public.c (p_id);
ALTER TABLE public.c ADD CONSTRAINT c_p_id_fkey FOREIGN KEY (p_id) REFERENCES public.p (id) ON UPDATE CASCADE ON DELETE SET NULL;
COMMENT ON CONSTRAINT c_p_id_fkey ON public.c IS 'Parent';
ALTER TABLE public.c ADD CONSTRAINT c_a_b_fkey FOREIGN KEY (a, b) REFERENCES public.p (a, b) MATCH FULL;

-- undo
ALTER TABLE public.c DROP CONSTRAINT c_a_b_fkey;
ALTER TABLE public.c DROP CONSTRAINT c_p_id_fkey;
DROP INDEX public.c_p_id_idx;
