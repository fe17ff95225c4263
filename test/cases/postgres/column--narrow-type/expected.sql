-- in one transaction
ALTER TABLE public.t ALTER COLUMN code TYPE varchar(5);

-- undo
ALTER TABLE public.t ALTER COLUMN code TYPE text;
