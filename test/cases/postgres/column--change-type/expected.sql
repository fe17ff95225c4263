-- in one transaction
ALTER TABLE public.t ALTER COLUMN id TYPE bigint, ALTER COLUMN code TYPE varchar(20), ALTER COLUMN amount TYPE numeric(14,2);

-- undo
ALTER TABLE public.t ALTER COLUMN amount TYPE numeric(10,2);
ALTER TABLE public.t ALTER COLUMN code TYPE character varying(10);
ALTER TABLE public.t ALTER COLUMN id TYPE integer;
