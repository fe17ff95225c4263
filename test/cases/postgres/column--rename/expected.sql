-- in one transaction
ALTER TABLE public.t RENAME COLUMN name TO full_name;
ALTER TABLE public.t RENAME COLUMN amount TO total;
ALTER TABLE public.t RENAME CONSTRAINT t_name_not_null TO t_full_name_not_null;

-- undo
ALTER TABLE public.t RENAME CONSTRAINT t_full_name_not_null TO t_name_not_null;
ALTER TABLE public.t RENAME COLUMN total TO amount;
ALTER TABLE public.t RENAME COLUMN full_name TO name;
