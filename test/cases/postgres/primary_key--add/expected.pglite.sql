-- in one transaction
ALTER TABLE public.t ALTER COLUMN b SET NOT NULL;
ALTER TABLE public.t ADD PRIMARY KEY (a, b);

-- undo
ALTER TABLE public.t DROP CONSTRAINT t_pkey;
ALTER TABLE public.t ALTER COLUMN b DROP NOT NULL;
