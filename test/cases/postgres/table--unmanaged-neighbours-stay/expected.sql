-- in one transaction
ALTER TABLE public.mine ADD COLUMN note text;

-- undo
ALTER TABLE public.mine DROP COLUMN note;
