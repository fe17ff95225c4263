-- in one transaction
CREATE TABLE public.accounts (
  id bigint GENERATED ALWAYS AS IDENTITY,
  code varchar(10) NOT NULL,
  balance numeric(12,2) DEFAULT 0 NOT NULL,
  opened date DEFAULT current_date NOT NULL,
  note text,
  PRIMARY KEY (id)
);
COMMENT ON TABLE public.accounts IS 'Where money is';
COMMENT ON COLUMN public.accounts.note IS 'It''s free text';
ALTER TABLE public.accounts ADD CONSTRAINT accounts_code_key UNIQUE (code);
ALTER TABLE public.accounts ADD CONSTRAINT accounts_balance_check CHECK (balance >= 0);
CREATE INDEX accounts_opened_idx ON public.accounts (opened);

-- undo
DROP INDEX public.accounts_opened_idx;
ALTER TABLE public.accounts DROP CONSTRAINT accounts_balance_check;
ALTER TABLE public.accounts DROP CONSTRAINT accounts_code_key;
DROP TABLE public.accounts;
