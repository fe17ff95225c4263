-- in one transaction
ALTER TABLE public.t DROP CONSTRAINT t_amount_check;
-- by itself
DROP INDEX CONCURRENTLY public.t_amount_idx;
-- in one transaction
ALTER TABLE public.t DROP COLUMN amount;
ALTER TABLE public.t DROP COLUMN note;

-- undo
ALTER TABLE public.t ADD COLUMN note text DEFAULT 'x'::text NOT NULL;
COMMENT ON COLUMN public.t.note IS 'Free text';
ALTER TABLE public.t ADD COLUMN amount numeric(10,2);
CREATE INDEX CONCURRENTLY t_amount_idx ON public.t (amount);
ALTER TABLE public.t ADD CONSTRAINT t_amount_check CHECK (amount > (0)::numeric);
