-- in one transaction
ALTER TABLE public.logs ADD PRIMARY KEY (at, id) WITH (fillfactor='90');
ALTER TABLE public.logs ADD CONSTRAINT logs_who_key UNIQUE (who, at, id) INCLUDE (what) WITH (fillfactor='80');

-- undo
ALTER TABLE public.logs DROP CONSTRAINT logs_who_key;
ALTER TABLE public.logs DROP CONSTRAINT logs_pkey;
