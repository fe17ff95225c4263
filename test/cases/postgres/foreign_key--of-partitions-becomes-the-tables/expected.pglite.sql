-- in one transaction
ALTER TABLE public.payments DROP CONSTRAINT payments_shop_id_fkey;
ALTER TABLE public.payments_2024 ADD CONSTRAINT payments_2024_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES public.customers (id);
ALTER TABLE public.payments_2024 DROP CONSTRAINT payments_2024_customer_id_fkey;
ALTER TABLE public.payments_2025 DROP CONSTRAINT payments_2025_customer_id_fkey;
ALTER TABLE public.payments ADD CONSTRAINT payments_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customers (id);

-- undo
ALTER TABLE public.payments DROP CONSTRAINT payments_customer_id_fkey;
ALTER TABLE public.payments_2025 ADD CONSTRAINT payments_2025_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customers (id);
ALTER TABLE public.payments_2024 ADD CONSTRAINT payments_2024_customer_id_fkey FOREIGN KEY (customer_id) REFERENCES public.customers (id);
ALTER TABLE public.payments_2024 DROP CONSTRAINT payments_2024_shop_id_fkey;
ALTER TABLE public.payments ADD CONSTRAINT payments_shop_id_fkey FOREIGN KEY (shop_id) REFERENCES public.customers (id);
