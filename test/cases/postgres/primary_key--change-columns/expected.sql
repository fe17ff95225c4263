-- by itself
CREATE UNIQUE INDEX CONCURRENTLY t_key_dbops_new ON public.t (b) INCLUDE (a);
-- in one transaction
ALTER TABLE public.u DROP CONSTRAINT u_a_fkey;
ALTER TABLE public.t DROP CONSTRAINT t_pkey;
ALTER TABLE public.t ADD CONSTRAINT t_key PRIMARY KEY USING INDEX t_key_dbops_new;
ALTER TABLE public.u ADD CONSTRAINT u_a_fkey FOREIGN KEY (a) REFERENCES public.t (a) NOT VALID;
-- in one transaction
ALTER TABLE public.u VALIDATE CONSTRAINT u_a_fkey;

-- undo
ALTER TABLE public.u DROP CONSTRAINT u_a_fkey;
ALTER TABLE public.t DROP CONSTRAINT t_key;
ALTER TABLE public.t ADD PRIMARY KEY (a);
ALTER TABLE public.u ADD CONSTRAINT u_a_fkey FOREIGN KEY (a) REFERENCES public.t (a);
DROP INDEX CONCURRENTLY IF EXISTS public.t_key_dbops_new;
