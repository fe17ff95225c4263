-- in one transaction
ALTER TABLE public.t DROP CONSTRAINT t_pkey;

-- undo
ALTER TABLE public.t ADD PRIMARY KEY (a);
