-- in one transaction
CREATE SEQUENCE public.invoice_number INCREMENT BY 5 MINVALUE 1000 MAXVALUE 999999 CACHE 10 CYCLE;
COMMENT ON SEQUENCE public.invoice_number IS 'Of invoices';
CREATE SEQUENCE public.small AS smallint;
CREATE TABLE public.invoices (
  number bigint DEFAULT nextval('invoice_number') NOT NULL
);

-- undo
DROP TABLE public.invoices;
DROP SEQUENCE public.small;
DROP SEQUENCE public.invoice_number;
