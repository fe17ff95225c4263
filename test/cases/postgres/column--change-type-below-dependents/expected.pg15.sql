-- in one transaction
ALTER TABLE public.t DROP COLUMN doubled;
DROP VIEW public.bigger;
DROP VIEW public.big;
ALTER TABLE public.t ALTER COLUMN amount TYPE bigint;
ALTER TABLE public.t ADD COLUMN doubled integer GENERATED ALWAYS AS (amount * 2) STORED;
CREATE VIEW public.big AS
SELECT t.id,
    t.amount
   FROM t
  WHERE (t.amount > 100);
CREATE VIEW public.bigger AS
SELECT big.id
   FROM big
  WHERE (big.amount > 1000);
COMMENT ON VIEW public.bigger IS 'On top of big';

-- undo
DROP VIEW public.bigger;
DROP VIEW public.big;
ALTER TABLE public.t DROP COLUMN doubled;
ALTER TABLE public.t ALTER COLUMN amount TYPE integer;
CREATE VIEW public.big AS
SELECT t.id,
    t.amount
   FROM t
  WHERE (t.amount > 100);
CREATE VIEW public.bigger AS
SELECT big.id
   FROM big
  WHERE (big.amount > 1000);
COMMENT ON VIEW public.bigger IS 'On top of big';
ALTER TABLE public.t ADD COLUMN doubled integer GENERATED ALWAYS AS (amount * 2) STORED;
