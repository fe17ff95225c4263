-- in one transaction
ALTER TABLE public.t RENAME COLUMN name TO full_name;
ALTER TABLE public.t RENAME COLUMN amount TO total;

-- undo
ALTER TABLE public.t RENAME COLUMN total TO amount;
ALTER TABLE public.t RENAME COLUMN full_name TO name;
