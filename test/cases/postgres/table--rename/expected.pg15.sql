-- in one transaction
ALTER TABLE public.clients RENAME TO customers;
ALTER TABLE public.customers RENAME CONSTRAINT clients_pkey TO customers_pkey;

-- undo
ALTER TABLE public.customers RENAME CONSTRAINT customers_pkey TO clients_pkey;
ALTER TABLE public.customers RENAME TO clients;
