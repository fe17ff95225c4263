-- in one transaction
ALTER TABLE public.clients RENAME TO customers;
ALTER TABLE public.customers RENAME CONSTRAINT clients_pkey TO customers_pkey;
ALTER TABLE public.customers RENAME CONSTRAINT clients_id_not_null TO customers_id_not_null;
ALTER TABLE public.customers RENAME CONSTRAINT clients_name_not_null TO customers_name_not_null;

-- undo
ALTER TABLE public.customers RENAME CONSTRAINT customers_name_not_null TO clients_name_not_null;
ALTER TABLE public.customers RENAME CONSTRAINT customers_id_not_null TO clients_id_not_null;
ALTER TABLE public.customers RENAME CONSTRAINT customers_pkey TO clients_pkey;
ALTER TABLE public.customers RENAME TO clients;
