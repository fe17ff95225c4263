-- in one transaction
ALTER TABLE public.u DROP CONSTRAINT u_a_fkey;
ALTER TABLE public.t DROP CONSTRAINT t_pkey;
ALTER TABLE public.t ADD CONSTRAINT t_key PRIMARY KEY (b) INCLUDE (a);
ALTER TABLE public.u ADD CONSTRAINT u_a_fkey FOREIGN KEY (a) REFERENCES public.t (a);

-- undo
ALTER TABLE public.u DROP CONSTRAINT u_a_fkey;
ALTER TABLE public.t DROP CONSTRAINT t_key;
ALTER TABLE public.t ADD PRIMARY KEY (a);
ALTER TABLE public.u ADD CONSTRAINT u_a_fkey FOREIGN KEY (a) REFERENCES public.t (a);
