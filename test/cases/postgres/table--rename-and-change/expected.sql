-- in one transaction
ALTER INDEX public.clients_name_idx RENAME TO customers_full_name_idx;
ALTER TABLE public.clients RENAME TO customers;
ALTER TABLE public.customers RENAME CONSTRAINT clients_pkey TO customers_pkey;
ALTER TABLE public.customers RENAME CONSTRAINT clients_id_not_null TO customers_id_not_null;
ALTER TABLE public.customers RENAME COLUMN name TO full_name;
ALTER TABLE public.customers RENAME CONSTRAINT clients_age_check TO customers_age_check;
ALTER TABLE public.customers ADD COLUMN email text;
ALTER TABLE public.customers ALTER COLUMN id TYPE bigint;
ALTER TABLE public.customers ALTER COLUMN age SET DEFAULT 18;
COMMENT ON TABLE public.customers IS 'They buy';

-- undo
COMMENT ON TABLE public.customers IS NULL;
ALTER TABLE public.customers ALTER COLUMN age DROP DEFAULT;
ALTER TABLE public.customers ALTER COLUMN id TYPE integer;
ALTER TABLE public.customers DROP COLUMN email;
ALTER TABLE public.customers RENAME CONSTRAINT customers_age_check TO clients_age_check;
ALTER TABLE public.customers RENAME COLUMN full_name TO name;
ALTER TABLE public.customers RENAME CONSTRAINT customers_id_not_null TO clients_id_not_null;
ALTER TABLE public.customers RENAME CONSTRAINT customers_pkey TO clients_pkey;
ALTER TABLE public.customers RENAME TO clients;
ALTER INDEX public.customers_full_name_idx RENAME TO clients_name_idx;
