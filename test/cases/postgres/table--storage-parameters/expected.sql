-- in one transaction
ALTER TABLE public.a RESET (fillfactor);
ALTER TABLE public.a SET (autovacuum_enabled='false');
ALTER TABLE public.b SET (fillfactor='80');

-- undo
ALTER TABLE public.b RESET (fillfactor);
ALTER TABLE public.a RESET (autovacuum_enabled);
ALTER TABLE public.a SET (fillfactor='70');
