-- by itself
CREATE INDEX CONCURRENTLY c_p_id_idx ON public.c (p_id);
-- in one transaction
ALTER TABLE public.c ADD CONSTRAINT c_p_id_fkey FOREIGN KEY (p_id) REFERENCES public.p (id) ON UPDATE CASCADE ON DELETE SET NULL NOT VALID;
-- in one transaction
ALTER TABLE public.c VALIDATE CONSTRAINT c_p_id_fkey;
-- in one transaction
COMMENT ON CONSTRAINT c_p_id_fkey ON public.c IS 'Parent';
ALTER TABLE public.c ADD CONSTRAINT c_a_b_fkey FOREIGN KEY (a, b) REFERENCES public.p (a, b) MATCH FULL NOT VALID;
-- in one transaction
ALTER TABLE public.c VALIDATE CONSTRAINT c_a_b_fkey;

-- undo
ALTER TABLE public.c DROP CONSTRAINT c_a_b_fkey;
ALTER TABLE public.c DROP CONSTRAINT c_p_id_fkey;
DROP INDEX CONCURRENTLY IF EXISTS public.c_p_id_idx;
