-- in one transaction
ALTER TABLE public.clients RENAME TO customers;
ALTER TABLE public.customers RENAME CONSTRAINT clients_pkey TO customers_pkey;
ALTER TABLE public.customers RENAME CONSTRAINT clients_id_not_null TO customers_id_not_null;
ALTER TABLE public.customers RENAME COLUMN age TO years;
DROP VIEW public.ages;
DROP POLICY grown ON public.visits;
DROP INDEX public.old_age;
DROP MATERIALIZED VIEW public.old;
ALTER TABLE public.customers ALTER COLUMN years TYPE bigint;
CREATE VIEW public.ages AS
SELECT (years + 1) AS next
   FROM customers;
CREATE MATERIALIZED VIEW public.old AS
SELECT id,
    years AS age
   FROM customers
  WHERE (years > 60);
CREATE POLICY grown ON public.visits USING (EXISTS ( SELECT
   FROM customers c
  WHERE ((c.id = visits.client) AND (c.years > 17))));
CREATE INDEX old_age ON public.old (age);

-- undo
DROP INDEX public.old_age;
DROP POLICY grown ON public.visits;
DROP MATERIALIZED VIEW public.old;
DROP VIEW public.ages;
ALTER TABLE public.customers ALTER COLUMN years TYPE integer;
CREATE MATERIALIZED VIEW public.old AS
SELECT id,
    years AS age
   FROM customers
  WHERE (years > 60);
CREATE INDEX old_age ON public.old (age);
CREATE POLICY grown ON public.visits USING (EXISTS ( SELECT
   FROM customers c
  WHERE ((c.id = visits.client) AND (c.years > 17))));
CREATE VIEW public.ages AS
SELECT (years + 1) AS next
   FROM customers;
ALTER TABLE public.customers RENAME COLUMN years TO age;
ALTER TABLE public.customers RENAME CONSTRAINT customers_id_not_null TO clients_id_not_null;
ALTER TABLE public.customers RENAME CONSTRAINT customers_pkey TO clients_pkey;
ALTER TABLE public.customers RENAME TO clients;
