-- in one transaction
ALTER TABLE public.t1 ENABLE TRIGGER tr;
ALTER TABLE public.t2 DISABLE TRIGGER tr;

-- undo
ALTER TABLE public.t2 ENABLE TRIGGER tr;
ALTER TABLE public.t1 DISABLE TRIGGER tr;
