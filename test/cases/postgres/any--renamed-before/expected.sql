-- in one transaction
DROP VIEW public.seen;
ALTER TABLE public.goods ALTER COLUMN amount TYPE bigint;
CREATE VIEW public.seen AS
select id, amount from goods;

-- undo
DROP VIEW public.seen;
ALTER TABLE public.goods ALTER COLUMN amount TYPE integer;
CREATE VIEW public.seen AS
SELECT id,
    amount AS sum
   FROM goods;
